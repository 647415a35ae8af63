import { createServer } from "node:net";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createEmulator, type Emulator } from "emulate";
import { demo, type RunningSandbox, startSandbox } from "../../sandbox/index.ts";
import { defaultSecrets } from "../../sandbox/settings.ts";

const me = demo.mailbox.address;
let sandbox: RunningSandbox;
let emulator: Emulator;
let ours: Journey;
let theirs: Journey;

beforeAll(async () => {
  sandbox = await startSandbox();
  sandbox.state.gmail.replacesMessageIds = false;
  const tokens = { sandbox: { login: me, scopes: ["https://www.googleapis.com/auth/gmail.modify"] } };
  const seed = { tokens, google: { users: [{ email: me, name: "Nordlys Candles" }] } };
  emulator = await createEmulator({ service: "google", port: await freePort(), seed });
  ours = await journey(`${sandbox.url}/google`, await accessToken());
  theirs = await journey(emulator.url, "sandbox");
});
afterAll(async () => {
  await emulator.close();
  await sandbox.stop();
});

type Journey = Record<string, { status: number; body: unknown }>;

/** The same calls against either: watch, send, and read it back in every way. */
async function journey(base: string, token: string): Promise<Journey> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const call = async (path: string, body?: object) => {
    const sent = body ? { method: "POST", body: JSON.stringify(body) } : {};
    const answer = await fetch(`${base}/gmail/v1/users/me/${path}`, { headers, ...sent });
    return { status: answer.status, body: await answer.json() };
  };
  const lines = [
    `From: ${me}`,
    "To: mia.berg@mail.example",
    "Subject: Hello",
    "Message-ID: <a@nordlys.example>",
    "",
    "Hello Mia",
  ];
  const watch = await call("watch", { topicName: "projects/p/topics/t", labelIds: ["INBOX"] });
  const send = await call("messages/send", { raw: Buffer.from(lines.join("\r\n")).toString("base64url") });
  return {
    ...{ watch, send },
    list: await call("messages?q=in:sent"),
    "empty list": await call("messages?q=in:inbox"),
    minimal: await call(`messages/${send.body.id}?format=minimal`),
    metadata: await call(`messages/${send.body.id}?format=metadata`),
    full: await call(`messages/${send.body.id}?format=full`),
    raw: await call(`messages/${send.body.id}?format=raw`),
    "get of nothing": await call("messages/nothing"),
    thread: await call(`threads/${send.body.threadId}`),
    history: await call(`history?startHistoryId=${watch.body.historyId}`),
    sendAs: await call("settings/sendAs"),
  };
}

test.each([
  "watch",
  "send",
  "list",
  "empty list",
  "minimal",
  "metadata",
  "full",
  "raw",
  "get of nothing",
  "thread",
  "history",
  "sendAs",
])("%s: every field we answer, emulate answers in the same form", (name) => {
  expect(theirs[name]?.status).toBe(ours[name]?.status);
  expect(shape(theirs[name]?.body)).toMatchObject(shape(ours[name]?.body));
});

test("the mail reads the same from both: labels, text, headers, what is missing", () => {
  for (const { full, "get of nothing": nothing } of [ours, theirs]) {
    expect(full?.body).toMatchObject({
      ...{ labelIds: ["SENT"], snippet: "Hello Mia" },
      payload: { mimeType: "text/plain", filename: "", body: { size: 9, data: "SGVsbG8gTWlh" } },
    });
    const headers = expect.arrayContaining([
      { name: "Message-ID", value: "<a@nordlys.example>" },
      { name: "Subject", value: "Hello" },
    ]);
    expect(full?.body).toMatchObject({ payload: { headers } });
    expect(nothing?.body).toEqual(ours["get of nothing"]?.body);
  }
});

/** Keys and kinds of values; of a list its first entry. */
function shape(value: unknown): object {
  if (Array.isArray(value)) return value.slice(0, 1).map(shape);
  if (typeof value !== "object" || value === null) return { kind: typeof value };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]));
}

async function accessToken(): Promise<string> {
  const { googleClientId: client_id, googleClientSecret: client_secret } = defaultSecrets;
  const { refreshToken: refresh_token } = demo.mailbox;
  const body = new URLSearchParams({ client_id, client_secret, refresh_token, grant_type: "refresh_token" });
  const answer = await fetch(`${sandbox.url}/google/token`, { method: "POST", body });
  return (await answer.json()).access_token;
}

/** The emulator wants to be told its port. */
function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((found) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => found(typeof address === "object" && address ? address.port : 0));
    });
  });
}
