import { describe, expect, test } from "@jest/globals";
import type { MessageFact } from "../../../src/integrations/contract.ts";
import { normalise } from "../../../src/integrations/gmail/normalise.ts";
import { connection, mail, rawMessage } from "./mailbox.ts";

const unverified = "This email could not be verified as coming from its sender";

async function received(headers: string[], { from = "mia@shop.mail.example", ...extra }: Record<string, unknown> = {}) {
  const source = mail([...headers, `From: Mia <${from}>`]);
  const [fact] = await normalise(rawMessage("m1", source, extra), connection);
  const { senderVerified, notice } = fact as MessageFact; // Gmail tells of nothing but messages
  return { senderVerified, notice };
}
const google = (...results: string[]) =>
  `Authentication-Results: mx.google.com;\r\n       ${results.join(";\r\n       ")}`;
const dmarc = (verdict: string, from = "shop.mail.example") =>
  `dmarc=${verdict} (p=REJECT sp=REJECT dis=NONE) header.from=${from}`;
const evil = "dkim=pass header.i=@evil.example header.s=s1; spf=pass smtp.mailfrom=x@evil.example";

test.each<[string, string[], boolean | null]>([
  ["DMARC passed", [google("dkim=pass header.i=@mail.example", dmarc("pass"))], true],
  ["DMARC failed, whatever else passed", [google(evil, dmarc("fail"))], false],
  ["DMARC could not be looked up", [google(evil, dmarc("temperror"))], null],
  ["DMARC passed for another sender", [google(dmarc("pass", "evil.example"))], false],
  ["no policy, signed by the sender's domain", [google("dkim=pass header.i=@mail.example header.s=a")], true],
  [
    "no policy, sent by a server of the domain",
    [google("spf=pass (google.com: ok) smtp.mailfrom=b@bounce.shop.mail.example")],
    true,
  ],
  ["no policy, signed by somebody else", [google(evil)], false],
  [
    "no policy, a signature that is broken",
    [google("dkim=fail header.i=@mail.example", "spf=softfail smtp.mailfrom=a@mail.example")],
    false,
  ],
  ["nobody has checked", [], null],
])("%s", async (_case, headers, verdict) => {
  const { senderVerified, notice } = await received(headers);
  expect([senderVerified, notice]).toEqual([verdict, verdict === false ? unverified : null]);
});

describe("what a sender may write himself is not believed", () => {
  test("a header below Google's", async () => {
    const forged = google(dmarc("pass"));
    expect(await received([google(dmarc("fail")), forged])).toMatchObject({ senderVerified: false });
  });

  test("a header of another authority", async () => {
    const forged = `Authentication-Results: mx.evil.example; ${dmarc("pass")}`;
    expect(await received([forged, google(dmarc("pass"))])).toMatchObject({ senderVerified: null });
  });

  test.each([
    ["a comment", google("dmarc=fail (x (dmarc=pass) ; dmarc=pass header.from=shop.mail.example)")],
    ["a relay's comment", google(`arc=pass (i=1 dmarc=pass fromdomain=shop.mail.example)`, evil)],
    [
      "an address of the envelope",
      google('spf=pass smtp.mailfrom="x; dmarc=pass header.from=shop.mail.example"@evil.example'),
    ],
    ["a second verdict", google("dmarc=pass header.from=shop.mail.example", dmarc("fail"))],
    [
      "a domain that only ends alike",
      google("dkim=pass header.i=@notmail.example", "spf=pass smtp.mailfrom=a@evilshop.mail.example.evil.example"),
    ],
    ["a top-level domain", google("dkim=pass header.i=@example")],
  ])("a verdict in %s", async (_where, header) => {
    expect(await received([header])).toMatchObject({ senderVerified: false });
  });
});

test("the shop's own mail needs no verdict", async () => {
  const sent = await received([google(dmarc("fail"))], { from: connection.account, labelIds: ["SENT"] });
  expect(sent).toEqual({ senderVerified: null, notice: null });
});

test("mail too large to fetch is judged by its headers", async () => {
  const headers = [
    { name: "Authentication-Results", value: `mx.google.com; ${dmarc("fail")}` },
    { name: "From", value: "mia@shop.mail.example" },
  ];
  const { raw: _, ...rest } = rawMessage("m1", "");
  const [fact] = await normalise({ ...rest, snippet: "Hi", headers }, connection);
  expect(fact).toMatchObject({ senderVerified: false, notice: expect.stringContaining(unverified) });
});
