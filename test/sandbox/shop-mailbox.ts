import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type gmail_v1, gmail as gmailClient } from "@googleapis/gmail";
import { afterAll, beforeAll, beforeEach, expect } from "@jest/globals";
import { OAuth2Client } from "google-auth-library";
import { demo } from "../../sandbox/seed.ts";
import { type RunningSandbox, startSandbox } from "../../sandbox/server.ts";
import { defaultSecrets } from "../../sandbox/settings.ts";

export const shop = demo.mailbox.address;
export const mia = "mia.berg@mail.example";
export const audience = "https://parley.example/webhooks/gmail";

/** Started before the tests of a file, and as new before each. */
export let sandbox: RunningSandbox;
let receiver: Server;
/** What the sandbox pushed, oldest first. */
export let pushes: { headers: IncomingHttpHeaders; body: string }[] = [];
/** What the receiver answers next; 204 when there is nothing left. */
export let statuses: number[] = [];

beforeAll(async () => {
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    pushes.push({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
    response.writeHead(statuses.shift() ?? 204).end();
  });
  await new Promise<void>((listening) => receiver.listen(0, "127.0.0.1", listening));
  const { port } = receiver.address() as AddressInfo; // it listens on TCP
  sandbox = await startSandbox({ pushUrl: `http://127.0.0.1:${port}/push`, pushAudience: audience, retryDelayMs: 5 });
});
afterAll(async () => {
  await sandbox.stop();
  await new Promise((closed) => receiver.close(closed));
});
beforeEach(async () => {
  await control("POST", "reset");
  pushes = [];
  statuses = [];
});

export async function control(method: string, path: string, body?: object | string) {
  const isText = typeof body === "string";
  const answer = await fetch(`${sandbox.url}/control/${path}`, {
    method,
    headers: { "content-type": isText ? "message/rfc822" : "application/json" },
    ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
  });
  expect([path, answer.ok]).toEqual([path, true]);
  return answer.status === 204 ? null : answer.json();
}

export function oauth(refreshToken: string): OAuth2Client {
  const { googleClientId: clientId, googleClientSecret: clientSecret } = defaultSecrets;
  const endpoints = {
    oauth2TokenUrl: `${sandbox.url}/google/token`,
    oauth2FederatedSignonPemCertsUrl: `${sandbox.url}/google/certs`,
  };
  const client = new OAuth2Client({ clientId, clientSecret, endpoints });
  client.setCredentials({ refresh_token: refreshToken });
  return client;
}

/** The official SDK with Google's prefix replaced, as the adapter does it. */
export function gmailOf(address: string): gmail_v1.Gmail {
  const refreshToken = address === shop ? demo.mailbox.refreshToken : `1//sandbox-${address}`;
  const fetchImplementation: typeof fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    return fetch(`${sandbox.url}/google${url.pathname}${url.search}`, init);
  };
  return gmailClient({ version: "v1", auth: oauth(refreshToken), retry: false, fetchImplementation });
}

export const raw = (lines: string[], body = "Hello") =>
  Buffer.from([...lines, "", body].join("\r\n")).toString("base64url");
export const question = (subject = "Where is my order?") =>
  sandbox.state.mail.submit(mia, { to: shop, subject, text: "It should have come on Monday. – Mia" });
export const headerOf = (message: gmail_v1.Schema$Message, name: string) =>
  message.payload?.headers?.find((header) => header.name?.toLowerCase() === name.toLowerCase())?.value;

export async function inbox(address: string): Promise<gmail_v1.Schema$Message[]> {
  const api = gmailOf(address);
  const { data } = await api.users.messages.list({ userId: "me", q: "in:inbox" });
  const found = (data.messages ?? []).map(({ id }) =>
    api.users.messages.get({ userId: "me", id: id ?? "", format: "full" }),
  );
  return (await Promise.all(found)).map((message) => message.data);
}
