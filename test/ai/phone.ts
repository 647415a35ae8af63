import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { fileURLToPath } from "node:url";
import { WebSocket } from "ws";
import { demo } from "../../sandbox/index.ts";
import { signature } from "../../sandbox/twilio/signature.ts";
import { freePort } from "../../scripts/ports.ts";
import { openModel } from "../../src/ai/models/open-model.ts";
import { usualTimes, type VoiceLimits } from "../../src/ai/voice/config.ts";
import { listRuns } from "../../src/domain/automation/index.ts";
import { createPhoneLine, getCall, lineSettings, listLines } from "../../src/domain/calls/index.ts";
import { findCall } from "../../src/domain/calls/rows.ts";
import { connectIntegration } from "../../src/domain/connections/index.ts";
import { noteSeen } from "../../src/domain/teams/index.ts";
import { checkLeg } from "../../src/outbound/perform-call.ts";
import { openLog } from "../../src/platform/log.ts";
import { startTwilioSandbox } from "../sandbox/twilio-account.ts";
import { closeAtEnd } from "../support/close-at-end.ts";
import { testDatabase, testSealKey, testUrls } from "../support/database.ts";
import { aConnection, aMember, aWorkspace } from "../support/factories.ts";
import { until } from "../support/until.ts";

const { accountSid, authToken, number: shopNumber, numberSid } = demo.twilio;

/**
 * A shop whose number is answered by the assistant, as the web process puts it together, with the sandbox as Twilio and
 * as the model. Time at Twilio passes when it is wound.
 */
export async function startPhone() {
  const twilio = await startTwilioSandbox();
  closeAtEnd(twilio.stop);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const secret = "a secret of at least 32 characters";
  Object.assign(process.env, { PUBLIC_URL: url, SESSION_SECRET: secret, TWILIO_API_URL: twilio.base });
  // Only now: these read the environment.
  const { createApi } = await import("../../src/api/app.ts");
  const { attachVoice } = await import("../../src/ai/index.ts");
  const { integrations } = await import("../../src/integrations/index.ts");
  const db = await testDatabase();
  const system = await aWorkspace(db, "Nordlys");
  const shop = await aConnection(system, "shopify");
  const agent = await aMember(system);
  await noteSeen(system, { memberId: agent.actor.type === "member" ? agent.actor.id : "" });
  const account = accountSid.toLowerCase();
  const credentials = { accountSid, authToken, numbers: shopNumber };
  const connection = await connectIntegration(system, {
    ...{ integrationId: "twilio-voice", account, displayName: "Nordlys", credentials },
  });
  const settings = lineSettings.parse({ first: { to: "assistant" }, assistant: { languages: ["de-DE"] } });
  await createPhoneLine(system, { connectionId: connection.id, number: shopNumber, name: "Shop", settings });
  await twilio.client.incomingPhoneNumbers(numberSid).update({ voiceUrl: `${url}/webhooks/twilio-voice?at=incoming` });

  const log = openLog("silent");
  const config = { PUBLIC_URL: url, SESSION_SECRET: secret, DATABASE_SYSTEM_URL: (await testUrls()).systemUrl };
  const server = createServer();
  const api = createApi({ config: { ...config, TRUST_PROXY: 0, REDIS_URL: undefined }, db, log, integrations });
  server.on("request", api.app);
  const prices = { input: 2, output: 10 };
  const baseUrl = `${twilio.sandbox.url}/openai/v1`;
  const model = openModel({ provider: "openai", apiKey: "sandbox", baseUrl, model: "sandbox", prices });
  const limits: VoiceLimits = {
    ...usualTimes,
    ...{ setupMs: 300, lastWordsMs: 500, goodbyeMs: 0, keysMs: 50, characterMs: 1 },
    turn: { ...usualTimes.turn, retryDelayMs: 5 },
    budget: { minutes: 10, turns: 20, tokens: 1_000_000, costMicros: 1_000_000 },
  };
  const agentOf = () => ({ models: [model], debounceMs: 0, limits: limits.turn });
  let firstWords = 0;
  const meter = {
    ...api.voiceMeter,
    firstWords(seconds: number) {
      firstWords++;
      api.voiceMeter.firstWords(seconds);
    },
  };
  const voice = attachVoice(server, { db, log, integrations, agent: agentOf, limits, meter });
  await new Promise<void>((listening) => server.listen(port, "127.0.0.1", listening));
  closeAtEnd(async () => {
    const closed = new Promise((done) => server.close(done));
    await voice.close();
    server.closeAllConnections();
    await closed;
    await api.close();
  });

  const byLeg = async (externalId: string) => {
    const call = await findCall(system, { connectionId: connection.id, externalId });
    return getCall(system, call!.id);
  };
  const heard = async (sid: string): Promise<string[]> => {
    const shown = await twilio.control("GET", `twilio/calls/${sid}`);
    return shown.heard.map(({ kind, text }: { kind: string; text: string }) => `${kind} ${text.trim()}`);
  };
  const lines = async (sid: string) => listLines(agent, { callId: (await byLeg(sid)).id, limit: 100 });
  const act = (sid: string, input: object) => twilio.control("POST", `twilio/calls/${sid}`, input);
  return {
    ...{ url, twilio, system, agent, shop, limits, voice, heard, lines, act, api },
    call: byLeg,
    /** How often an answer of the model has begun. */
    firstWords: () => firstWords,
    /** Lets the model answer so, one entry a question. */
    script: (...responses: object[]) => twilio.control("POST", "model/script", { responses }),
    /** Somebody calls and hears the greeting. */
    async ring(from: string) {
      const { sid } = await twilio.control("POST", "twilio/calls", { from, to: shopNumber });
      await twilio.wind(0);
      await until(async () => (await lines(sid)).length > 0, { what: "the greeting" });
      await twilio.wind(20_000);
      return String(sid);
    },
    /** Says something, and hears what comes back to the end. */
    async say(sid: string, speech: string) {
      const before = (await lines(sid)).length;
      await act(sid, { speech });
      await until(async () => (await lines(sid)).slice(before).some(({ speaker }) => speaker === "ai"), {
        what: "an answer",
      });
      await twilio.wind(60_000);
    },
    /** Until the call is in this state, with what Twilio asks in between. */
    becomes: (sid: string, state: string) =>
      until(
        async () => {
          await twilio.wind(0);
          const call = await byLeg(sid);
          return call.state === state ? call : null;
        },
        { what: `a call that is ${state}` },
      ),
    /** A process that talks with callers, to be killed; from `take` on it has them, as when a balancer sends them there. */
    async another() {
      const script = fileURLToPath(new URL("./voice-process.ts", import.meta.url));
      const given = JSON.stringify({ ...(await testUrls()), sealKeys: testSealKey, modelUrl: baseUrl });
      const env = { ...process.env };
      const child = spawn(process.execPath, [script, given], { stdio: ["ignore", "pipe", "inherit"], env });
      closeAtEnd(async () => void child.kill("SIGKILL"));
      const [line] = await once(child.stdout, "data");
      let said = "";
      const own = server.listeners("upgrade");
      const lead = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
        const there = connect(Number(String(line)), "127.0.0.1");
        const headers = request.rawHeaders.map((text, n) => (n % 2 === 0 ? `${text}: ` : `${text}\r\n`)).join("");
        there.write(`GET ${request.url} HTTP/1.1\r\n${headers}\r\n`);
        there.write(head);
        there.on("data", (words) => {
          said += String(words);
        });
        there.on("error", () => socket.destroy());
        socket.on("error", () => there.destroy());
        socket.pipe(there).pipe(socket);
      };
      return {
        take: () => void server.removeAllListeners("upgrade").on("upgrade", lead),
        said: () => said,
        kill() {
          child.kill("SIGKILL");
          server.removeListener("upgrade", lead);
          for (const listener of own) server.on("upgrade", listener as typeof lead);
        },
      };
    },
    /** The call as it is once Twilio was asked how it stands. */
    async asked(sid: string) {
      for (const { id: legId } of (await byLeg(sid)).legs) await checkLeg(system, { legId });
      return byLeg(sid);
    },
    run: async (sid: string) => {
      const { conversationId } = await byLeg(sid);
      return (await listRuns(agent, { conversationId, limit: 1 }))[0]!;
    },
    /** A call as Twilio itself would begin it, up to the socket, which the test opens. */
    async dial(from: string) {
      const callSid = `CA${crypto.randomUUID().replaceAll("-", "")}`;
      const ask = async (path: string, more: Record<string, string> = {}) => {
        const fields = {
          AccountSid: accountSid,
          CallSid: callSid,
          From: from,
          To: shopNumber,
          Direction: "inbound",
          ...more,
        };
        const answer = await fetch(`${url}${path}`, {
          method: "POST",
          headers: {
            "content-type": "application/x-www-form-urlencoded",
            "x-twilio-signature": signature(authToken, `${url}${path}`, fields),
          },
          body: new URLSearchParams(fields).toString(),
        });
        return answer.text();
      };
      const twiml = await ask("/webhooks/twilio-voice?at=incoming");
      const [, relayUrl = ""] = /<ConversationRelay[^>]* url="([^"]+)"/.exec(twiml) ?? [];
      const [, ticket = ""] = /name="ticket" value="([^"]+)"/.exec(twiml) ?? [];
      const [, action = ""] = /<Connect action="([^"]+)"/.exec(twiml) ?? [];
      return {
        ...{ callSid, relayUrl, ticket, twiml },
        setup: { type: "setup", accountSid, callSid, customParameters: { ticket } },
        /** Twilio goes on after the socket. */
        goOn: (more: Record<string, string>) => ask(action.replaceAll("&amp;", "&").replace(url, ""), more),
      };
    },
  };
}

/** A socket as Twilio opens it, or as somebody else does. */
export async function openSocket(address: string, token: string | null = authToken) {
  const headers = token === null ? {} : { "x-twilio-signature": signature(token, address) };
  const socket = new WebSocket(address, { headers });
  const got: { type: string; token?: string; handoffData?: string }[] = [];
  socket.on("message", (data) => got.push(JSON.parse(String(data))));
  const closed = new Promise<{ code: number; reason: string }>((over) =>
    socket.on("close", (code, reason) => over({ code, reason: String(reason) })),
  );
  const status = await new Promise<number>((settled) => {
    socket.once("open", () => settled(101));
    socket.once("unexpected-response", (_, response) => {
      settled(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.on("error", () => undefined);
  });
  closeAtEnd(async () => socket.terminate());
  const send = (frame: object | string | Buffer) =>
    socket.send(typeof frame === "string" || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame));
  return { status, send, got, closed, hangUp: () => socket.terminate() };
}
