import type { Connection, OutgoingMessage } from "../../../src/integrations/contract.ts";
import type { Answer, Asked, Loopback } from "../loopback.ts";

export const connection: Connection = {
  id: "0197aa00-0000-7000-8000-000000000001",
  account: "support@nordlys.example",
  settings: {},
  credentials: { refreshToken: "refresh-1" },
};

/** Points the Gmail adapter at a loopback provider; before its first call. */
export function pointGmailAt(url: string): void {
  Object.assign(process.env, {
    GOOGLE_CLIENT_ID: "client",
    GOOGLE_CLIENT_SECRET: "secret",
    GOOGLE_API_URL: `${url}/google`,
    GOOGLE_TOKEN_URL: `${url}/google/token`,
    GOOGLE_CERTS_URL: `${url}/google/certs`,
    GMAIL_PUSH_AUDIENCE: "https://parley.example/webhooks/gmail",
    GMAIL_PUSH_SERVICE_ACCOUNT: "push@project.iam.gserviceaccount.com",
    GMAIL_PUBSUB_TOPIC: "projects/p/topics/t",
  });
}

/** Answers the token endpoint; the rest is the test's: paths without the API's prefix. */
export function answerGmail(google: Loopback, answer: (path: string, asked: Asked) => Answer): void {
  google.asked.length = 0;
  google.answer = (asked) => {
    if (asked.path === "/google/token")
      return { json: { access_token: "access-1", expires_in: 3600, token_type: "Bearer" } };
    return answer(asked.path.replace("/google/gmail/v1/users/me/", ""), asked);
  };
}

export function rawMessage(id: string, mail: string, extra: Record<string, unknown> = {}) {
  return {
    id,
    threadId: `t-${id}`,
    labelIds: ["INBOX"],
    internalDate: "1700000000000",
    sizeEstimate: mail.length,
    raw: Buffer.from(mail, "utf8").toString("base64url"),
    ...extra,
  };
}

export const mail = (headers: string[], body = "Hello"): string => [...headers, "", body].join("\r\n");

export const apiError = (status: number, reason: string, message = "no"): Answer => ({
  status,
  json: { error: { code: status, message, errors: [{ reason, message }] } },
});

export const outgoing = (changes: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  id: "0197aa00-0000-7000-8000-00000000abcd",
  writtenAt: new Date(),
  from: { address: "support@nordlys.example", name: "Nordlys Candles" },
  to: [{ address: "mia.berg@mail.example", name: "Mia Berg" }],
  cc: [],
  bcc: [],
  subject: "Where is my order?",
  text: "It is on its way.",
  files: [],
  threadKey: "t-1",
  inReplyTo: "<mia-2@mail.example>",
  references: ["<mia-1@mail.example>"],
  automatic: false,
  ...changes,
});
