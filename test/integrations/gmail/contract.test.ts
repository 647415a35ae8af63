import { generateKeyPairSync, sign } from "node:crypto";
import type { RawRequest } from "../../../src/integrations/contract.ts";
import { contractSuite, type Fault, type Member } from "../contract-suite.ts";
import { type Answer, type Asked, startLoopback } from "../loopback.ts";
import { connection, mail, outgoing, pointGmailAt, rawMessage } from "./mailbox.ts";

contractSuite("gmail", startMailbox);

type Stored = ReturnType<typeof rawMessage> & { record: number };
const faults: Record<Fault, Answer> = {
  throttled: { status: 429, json: { error: { code: 429, errors: [{ reason: "rateLimitExceeded" }] } } },
  down: { status: 503 },
  cut: "cut",
};

/** A mailbox that keeps what arrives and what is sent. */
async function startMailbox(): Promise<Member> {
  const google = await startLoopback();
  const key = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const mails: Stored[] = [];
  let broken: Answer | null = null;
  pointGmailAt(google.url);
  const keep = (source: string, labelIds: string[], threadId?: string) => {
    const id = `m${mails.length + 1}`;
    mails.push({
      ...rawMessage(id, source, { labelIds, internalDate: String(Date.now()), ...(threadId ? { threadId } : {}) }),
      record: 100 + mails.length,
    });
    return mails.at(-1);
  };
  google.answer = (asked) => {
    if (asked.path === "/google/token") return token(asked);
    if (asked.path === "/google/certs") return { json: { k1: key.publicKey.export({ type: "spki", format: "pem" }) } };
    return broken ?? answer(asked.path.replace("/google/gmail/v1/users/me/", ""), asked);
  };
  function answer(path: string, { query, body }: Asked): Answer {
    const historyId = String(100 + mails.length);
    if (path === "profile") return { json: { emailAddress: connection.account, historyId } };
    if (path === "watch") return { json: { historyId, expiration: "0" } };
    if (path === "history") return { json: { history: since(mails, Number(query.get("startHistoryId"))), historyId } };
    if (path === "messages")
      return { json: { messages: search(mails, query.get("q") ?? "").map(({ id }) => ({ id })) } };
    if (path === "messages/send") {
      const { raw, threadId } = JSON.parse(body) as { raw: string; threadId?: string };
      return { json: keep(Buffer.from(raw, "base64url").toString("utf8"), ["SENT"], threadId) };
    }
    const found = mails.find(({ id }) => path === `messages/${id}`);
    if (!found) return { status: 404 };
    return {
      json:
        query.get("format") === "raw" ? found : { ...found, raw: undefined, payload: { headers: headersOf(found) } },
    };
  }
  return {
    connection,
    credentials: connection.credentials,
    break: async (fault) => {
      broken = faults[fault];
    },
    heal: async () => {
      broken = null;
    },
    happen: async () => {
      keep(mail(["From: mia.berg@mail.example", "Subject: Hello", "Message-ID: <a@mail.example>"]), ["INBOX"]);
      return push(key.privateKey);
    },
    outgoing,
    stop: () => google.close(),
  };
}

const token = ({ body }: Asked): Answer =>
  new URLSearchParams(body).get("refresh_token") === connection.credentials.refreshToken
    ? { json: { access_token: "access-1", expires_in: 3600 } }
    : { status: 400, json: { error: "invalid_grant" } };

function since(mails: Stored[], start: number) {
  return mails
    .filter(({ record }) => record >= start)
    .map(({ id, record, labelIds }) => ({ id: String(record + 1), messagesAdded: [{ message: { id, labelIds } }] }));
}

function search(mails: Stored[], q: string): Stored[] {
  const wanted = /^rfc822msgid:(\S+)/.exec(q)?.[1];
  if (wanted) return mails.filter((each) => source(each).includes(wanted));
  if (q.startsWith("in:sent")) return mails.filter(({ labelIds }) => labelIds.includes("SENT"));
  const [, after, before = "9".repeat(12)] = /after:(\d+)(?: before:(\d+))?/.exec(q) ?? [];
  const isWithin = ({ internalDate }: Stored) =>
    Number(internalDate) >= Number(after) * 1000 && Number(internalDate) < Number(before) * 1000;
  return mails.filter(isWithin).toReversed();
}

const source = ({ raw }: Stored) => Buffer.from(raw, "base64url").toString("utf8");

function headersOf(stored: Stored) {
  const [head = ""] = source(stored).split("\r\n\r\n");
  return head
    .replace(/\r\n[ \t]+/g, " ")
    .split("\r\n")
    .map((line) => {
      const colon = line.indexOf(":");
      return { name: line.slice(0, colon), value: line.slice(colon + 1).trim() };
    });
}

function push(key: ReturnType<typeof generateKeyPairSync>["privateKey"]): RawRequest {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: "https://accounts.google.com",
    aud: process.env.GMAIL_PUSH_AUDIENCE,
    email: process.env.GMAIL_PUSH_SERVICE_ACCOUNT,
    email_verified: true,
    iat: now,
    exp: now + 600,
  };
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "RS256", kid: "k1" })}.${part(claims)}`;
  const data = Buffer.from(JSON.stringify({ emailAddress: connection.account, historyId: "1" })).toString("base64");
  return {
    headers: { authorization: `Bearer ${signed}.${sign("sha256", Buffer.from(signed), key).toString("base64url")}` },
    body: Buffer.from(JSON.stringify({ message: { data, messageId: "1" }, subscription: "s" })),
  };
}
