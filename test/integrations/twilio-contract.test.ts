import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "@jest/globals";
import { createEmulator } from "emulate";
import { demo, startSandbox } from "../../sandbox/index.ts";
import type { RawRequest } from "../../src/integrations/contract.ts";
import { twilioSms } from "../../src/integrations/twilio-sms/index.ts";
import { twilioVoice } from "../../src/integrations/twilio-voice/index.ts";
import { newId } from "../../src/platform/ids.ts";
import { contractSuite, type Fault, type Member } from "./contract-suite.ts";

for (const [name, play] of [["our own Twilio", withSandbox] as const, ["emulate", withEmulate] as const]) {
  contractSuite("twilio-sms", async () => textsOf(await play()), name);
  contractSuite("twilio-voice", async () => callsOf(await play()), name);
}

const mia = "+12025550171";
/** What the line in between does instead of passing a request on. */
const faults: Record<Fault, number | "cut"> = { throttled: 429, down: 503, cut: "cut" };

/** Who plays Twilio: where it is, what opens it, and how somebody texts the shop there. */
interface Player {
  url: string;
  credentials: Record<"accountSid" | "authToken" | "messagingServiceSid", string>;
  number: string;
  text(words: string): Promise<unknown>;
  /** Somebody calls the shop; the call is over as soon as it is answered, with nothing. */
  call(): Promise<unknown>;
  stop(): Promise<void>;
}

async function withSandbox(): Promise<Player> {
  const sandbox = await startSandbox();
  const { accountSid, authToken, messagingServiceSid, number } = demo.twilio;
  const control = (path: string, body: object) =>
    fetch(`${sandbox.url}/control/twilio/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ from: mia, to: number, ...body }),
    });
  return {
    ...{ url: `${sandbox.url}/twilio`, credentials: { accountSid, authToken, messagingServiceSid }, number },
    text: (body) => control("texts", { body }),
    call: () => control("calls", {}),
    stop: () => sandbox.stop(),
  };
}

async function withEmulate(): Promise<Player> {
  const [accountSid, authToken, number] = [`AC${"e".repeat(32)}`, "emulate-token", "+12025550142"];
  const account = { sid: accountSid, auth_token: authToken, friendly_name: "Shop" };
  const seed = { twilio: { account, phone_numbers: [{ phone_number: number }] } };
  const emulator = await createEmulator({ service: "twilio", port: await freePort(), seed });
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString("base64")}`;
  const post = async (path: string, fields: Record<string, string>) => {
    const answer = await fetch(`${emulator.url}${path}`, {
      method: "POST",
      headers: { authorization },
      body: new URLSearchParams(fields),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const service = await post("/messaging/v1/Services", { FriendlyName: "Shop" });
  const numbers = await fetch(`${emulator.url}/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers.json`, {
    headers: { authorization },
  });
  const [{ sid }] = (await numbers.json()).incoming_phone_numbers;
  await post(`/messaging/v1/Services/${service.sid}/PhoneNumbers`, { PhoneNumberSid: sid });
  return {
    ...{ url: emulator.url, credentials: { accountSid, authToken, messagingServiceSid: service.sid }, number },
    async text(words) {
      // It signs what stands behind the "#" of an address too; Twilio does not.
      const at = `/messaging/v1/Services/${service.sid}`;
      const { inbound_request_url: url } = await (
        await fetch(`${emulator.url}${at}`, { headers: { authorization } })
      ).json();
      await post(at, { InboundRequestUrl: url.split("#")[0] });
      await post("/_twilio/simulate/inbound-message", { From: mia, To: number, Body: words });
    },
    async call() {
      const at = `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers/${sid}.json`;
      const set = await (await fetch(`${emulator.url}${at}`, { headers: { authorization } })).json();
      const [voice, status] = [set.voice_url, set.status_callback].map((url: string) => url.split("#")[0]!);
      await post(at, { VoiceUrl: voice!, StatusCallback: status! });
      const { sid: callSid } = await post("/_twilio/simulate/inbound-call", { From: mia, To: number });
      await post("/_twilio/simulate/call-status", { CallSid: callSid, Status: "completed" });
    },
    stop: () => emulator.close(),
  };
}

/** One line for all players, because the adapter reads once where Twilio is: to it, and from it to us. */
const line = createServer();
let player: Player | undefined;
let fault: Fault | undefined;
let heard: (request: RawRequest) => void = () => {};

afterAll(() => {
  line.closeAllConnections();
  line.close();
});
line.on("request", async (request, response) => {
  const body = await bytesOf(request);
  if (request.url?.startsWith("/webhooks/")) {
    response.writeHead(200, { "content-type": "text/xml" }).end("<Response/>");
    const single = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
    return heard({ url: request.url, headers: Object.fromEntries(single), body, receivedAt: new Date() });
  }
  const broken = fault && faults[fault];
  if (broken === "cut") return void request.socket.destroy();
  if (broken || !player) return void response.writeHead(broken || 503).end("{}");
  const { authorization = "", "content-type": type = "" } = request.headers;
  const answer = await fetch(`${player.url}${request.url}`, {
    method: request.method ?? "GET",
    headers: { authorization, ...(type && { "content-type": type }) },
    ...(body.length > 0 && { body: body.toString("utf8") }),
  });
  response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
});

async function memberOf(playing: Player, credentials: Record<string, string>) {
  if (!line.listening) await once(line.listen(0, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${(line.address() as AddressInfo).port}`;
  Object.assign(process.env, { TWILIO_API_URL: url, PUBLIC_URL: url });
  player = playing;
  const account = playing.credentials.accountSid.toLowerCase();
  return {
    ...{ connection: { id: newId(), account, settings: {}, credentials }, credentials },
    async break(how: Fault) {
      fault = how;
    },
    async heal() {
      fault = undefined;
    },
    stop: () => playing.stop(),
  };
}

/** The first request that is told us, and is the one that is meant. */
function told(isMeant: (url: string) => boolean): Promise<RawRequest> {
  return new Promise((resolve) => {
    heard = (request) => {
      if (isMeant(request.url ?? "")) resolve(request);
    };
  });
}

async function textsOf(playing: Player): Promise<Member> {
  const { credentials, number } = playing;
  const member = await memberOf(playing, credentials);
  let texts = 0;
  const outgoing = () => ({
    ...{ id: newId(), writtenAt: new Date(), from: { address: number }, to: [{ address: mia, name: "" }] },
    ...{ cc: [], bcc: [], subject: "", text: `It is on its way (${++texts})`, files: [], threadKey: null },
    ...{ inReplyTo: null, references: [], automatic: false },
  });
  return {
    ...{ ...member, outgoing },
    async happen() {
      // Twilio knows where to tell it once the connection was renewed; nothing comes before that.
      await twilioSms.connect?.renew?.(member.connection);
      const arrived = told((url) => !url.includes("message="));
      await playing.text(`Where is my order? (${++texts})`);
      return arrived;
    },
  };
}

async function callsOf(playing: Player): Promise<Member> {
  const { credentials, number } = playing;
  const member = await memberOf(playing, { ...credentials, numbers: number });
  const calledAnd = async (query: string) => {
    await twilioVoice.connect?.renew?.(member.connection);
    const arrived = told((url) => url.includes(query));
    await playing.call();
    return arrived;
  };
  return {
    ...member,
    happen: () => calledAnd("told=leg"),
    asked: () => calledAnd("at=incoming"),
    leg: () => ({ do: "dial", callId: newId(), legId: newId(), to: { number: mia }, from: number, timeoutSeconds: 20 }),
  };
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** The emulator wants to be told its port. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
