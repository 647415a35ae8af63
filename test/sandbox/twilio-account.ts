import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import twilio from "twilio";
import { demo, startSandbox } from "../../sandbox/index.ts";
import type { SandboxOptions } from "../../sandbox/settings.ts";

/** The SDK's own client, led to another host: https://PRODUCT.twilio.com/… → BASE/PRODUCT/…, api without its name. */
function redirected(base: string): twilio.RequestClient {
  const client = new twilio.RequestClient();
  const request = client.request.bind(client);
  const moved = (_: string, product: string) => (product === "api" ? base : `${base}/${product}`);
  client.request = (options) =>
    request({ ...options, uri: options.uri.replace(/^https:\/\/(\w+)\.twilio\.com/, moved) });
  return client;
}

export interface Heard {
  path: string;
  fields: Record<string, string>;
  headers: IncomingMessage["headers"];
  /** What Twilio's library says about the signature. */
  isSigned: boolean;
}
type Said = string | { status: number } | Promise<string>;

/** Who takes Twilio's webhooks, checks every signature and answers with TwiML (an empty response unless told). */
async function startApp(tokenOf: (accountSid: string) => string) {
  const heard: Heard[] = [];
  const app = { url: "", heard, answer: (_: Heard): Said => "<Response/>", close };
  const server = createServer((request, response) => void take(request, response));
  async function take(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks).toString("utf8");
    const url = `${app.url}${request.url}`;
    const sent = Object.fromEntries(new URLSearchParams(body));
    const fields = request.method === "GET" ? Object.fromEntries(new URL(url).searchParams) : sent;
    const signature = String(request.headers["x-twilio-signature"]);
    const isSigned = twilio.validateRequest(tokenOf(fields.AccountSid ?? ""), signature, url, sent);
    const one = { path: new URL(url).pathname, fields, headers: request.headers, isSigned };
    heard.push(one);
    const said = await app.answer(one);
    response.writeHead(typeof said === "string" ? 200 : said.status, { "content-type": "text/xml" });
    response.end(typeof said === "string" ? said : "");
  }
  function close(): Promise<void> {
    server.closeAllConnections();
    return new Promise((closed) => server.close(() => closed()));
  }
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  app.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return app;
}

/** The sandbox with its time held, somebody who takes its webhooks, and the SDK as the demo account. */
export async function startTwilioSandbox(options: SandboxOptions = {}) {
  const sandbox = await startSandbox(options);
  const app = await startApp((sid) => sandbox.state.twilio.accounts.get(sid)?.authToken ?? "");
  const base = `${sandbox.url}/twilio`;
  const { accountSid, authToken } = demo.twilio;
  const clientOf = (user: string, password: string, more: object = {}) =>
    twilio(user, password, { ...more, httpClient: redirected(base) });
  const control = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${sandbox.url}/control/${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? null : answer.json();
  };
  const wind = (ms: number) => control("POST", "twilio/time", { windMs: ms });
  const reset = async () => {
    await control("POST", "reset");
    await control("POST", "twilio/time", { held: true });
    app.heard.length = 0;
    app.answer = () => "<Response/>";
  };
  const stop = async () => {
    await sandbox.stop();
    await app.close();
  };
  await reset();
  return { ...{ sandbox, app, base, control, wind, reset, stop, clientOf }, client: clientOf(accountSid, authToken) };
}
export type TwilioSandbox = Awaited<ReturnType<typeof startTwilioSandbox>>;

/** The code Twilio refuses a call with. */
export async function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => null,
    (error: { code?: unknown }) => error.code,
  );
}
