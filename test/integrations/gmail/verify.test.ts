import { generateKeyPairSync, sign } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { account, read } from "../../../src/integrations/gmail/read.ts";
import { verify } from "../../../src/integrations/gmail/verify.ts";
import { type Loopback, startLoopback } from "../loopback.ts";
import { pointGmailAt } from "./mailbox.ts";

const google = generateKeyPairSync("rsa", { modulusLength: 2048 });
const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 });
let certs: Loopback;
beforeAll(async () => {
  certs = await startLoopback();
  pointGmailAt(certs.url);
});
afterAll(() => certs.close());

const seconds = () => Math.floor(Date.now() / 1000);
const claims = () => ({
  iss: "https://accounts.google.com",
  aud: "https://parley.example/webhooks/gmail",
  email: "push@project.iam.gserviceaccount.com",
  email_verified: true,
  iat: seconds(),
  exp: seconds() + 3600,
});
function token(
  changes: Record<string, unknown> = {},
  key = google.privateKey,
  header: object = { alg: "RS256", kid: "k1" },
): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part(header)}.${part({ ...claims(), ...changes })}`;
  return `${signed}.${sign("sha256", Buffer.from(signed), key).toString("base64url")}`;
}
const push = (authorization?: string, data: unknown = { emailAddress: "Support@Nordlys.example", historyId: "7" }) => ({
  headers: { authorization },
  body: Buffer.from(
    JSON.stringify({ message: { data: Buffer.from(JSON.stringify(data)).toString("base64") }, subscription: "s" }),
  ),
});

test("while Google's certificates cannot be read no push is accepted, and Pub/Sub is told to come again", async () => {
  certs.answer = () => ({ status: 404 });
  await expect(verify(push(`Bearer ${token()}`))).rejects.toMatchObject({ code: expect.stringMatching(/^provider_/) });
});

describe("with Google's certificates", () => {
  beforeAll(() => {
    const pem = google.publicKey.export({ type: "spki", format: "pem" });
    certs.answer = () => ({ json: { k1: pem }, headers: { "cache-control": "max-age=3600" } });
  });

  test("a push signed for us by our service account is accepted, and the certificates are read once", async () => {
    certs.asked.length = 0;
    await verify(push(`Bearer ${token()}`));
    await verify(push(`bearer ${token({ iss: "accounts.google.com" })}`));
    expect(certs.asked).toHaveLength(1);
  });

  test.each<[string, () => string | undefined]>([
    ["no token", () => undefined],
    ["another scheme", () => `Basic ${token()}`],
    ["no JWT", () => "Bearer abc"],
    ["a stranger's key", () => `Bearer ${token({}, stranger.privateKey)}`],
    ["an unknown key id", () => `Bearer ${token({}, google.privateKey, { alg: "RS256", kid: "k2" })}`],
    [
      "no signature at all",
      () => `Bearer ${token({}, google.privateKey, { alg: "none", kid: "k1" }).replace(/[^.]*$/, "")}`,
    ],
    ["changed claims", () => `Bearer ${token().replace(/\.[^.]+\./, `.${token({ aud: "x" }).split(".")[1]}.`)}`],
    ["another audience", () => `Bearer ${token({ aud: "https://other.example" })}`],
    ["another issuer", () => `Bearer ${token({ iss: "https://evil.example" })}`],
    ["another service account", () => `Bearer ${token({ email: "evil@project.iam.gserviceaccount.com" })}`],
    ["an address Google did not verify", () => `Bearer ${token({ email_verified: false })}`],
    ["no address", () => `Bearer ${token({ email: undefined })}`],
    ["an expired token", () => `Bearer ${token({ iat: seconds() - 9000, exp: seconds() - 5000 })}`],
  ])("%s is refused", async (_name, authorization) => {
    await expect(verify(push(authorization()))).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

test("a push names its mailbox and means: pull", () => {
  expect(account(push())).toBe("support@nordlys.example");
  expect(read(push())).toBe("pull");
});

test.each<[string, Buffer]>([
  ["nothing", Buffer.alloc(0)],
  ["no JSON", Buffer.from("<html>")],
  ["another shape", Buffer.from('{"message":{"data":7}}')],
  ["data that is no JSON", Buffer.from('{"message":{"data":"!!"}}')],
  ["no address", push(undefined, { historyId: "7" }).body],
])("%s is about no mailbox", (_name, body) => {
  expect(account({ headers: {}, body })).toBeNull();
});
