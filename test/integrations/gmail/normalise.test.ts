import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { MessageFact } from "../../../src/integrations/contract.ts";
import { normalise } from "../../../src/integrations/gmail/normalise.ts";
import { connection, mail, rawMessage } from "./mailbox.ts";

async function fact(source: string | Buffer, extra: Record<string, unknown> = {}): Promise<MessageFact> {
  const raw = Buffer.from(source).toString("base64url");
  const [only, ...others] = await normalise({ ...rawMessage("m1", "", extra), raw }, connection);
  expect(others).toEqual([]);
  if (only?.kind !== "message") throw new Error("not a message fact");
  return only;
}

const simple = [
  "From: =?utf-8?q?J=C3=B8rgen?= <Jorgen@Mail.example>",
  'To: Support <support@nordlys.example>, "Doe, J" <j@x.example>',
  "Cc: Friends: a@x.example, b@x.example;, undisclosed-recipients:;",
  "Subject: =?iso-8859-1?q?Bl=E5b=E6r?=",
  "Date: Mon, 1 Jan 2001 00:00:00 +0000",
  "Message-ID: <m1@mail.example>",
  "In-Reply-To: <r2@nordlys.example> (comment)",
  "References: <r1@nordlys.example>\r\n <r2@nordlys.example>",
  "Reply-To: other@mail.example",
  "Content-Type: text/plain; charset=utf-8",
];

test("a mail becomes a message in our words; the time is Google's, not the sender's", async () => {
  expect(await fact(mail(simple, "Hei på deg"))).toEqual({
    kind: "message",
    externalId: "m1",
    threadKey: "t-m1",
    direction: "inbound",
    ownMessageId: null,
    from: { address: "jorgen@mail.example", name: "Jørgen" },
    replyTo: { address: "other@mail.example", name: "" },
    to: [
      { address: "support@nordlys.example", name: "Support" },
      { address: "j@x.example", name: "Doe, J" },
    ],
    cc: [
      { address: "a@x.example", name: "" },
      { address: "b@x.example", name: "" },
    ],
    subject: "Blåbær",
    text: "Hei på deg",
    html: null,
    rfcMessageId: "<m1@mail.example>",
    inReplyTo: ["<r2@nordlys.example>"],
    references: ["<r1@nordlys.example>", "<r2@nordlys.example>"],
    sentAt: new Date(1_700_000_000_000),
    automatic: null,
    senderVerified: null,
    notice: null,
    attachments: [],
  });
});

test("texts of the header are one line and end where no screen shows more", async () => {
  const many = Array.from({ length: 600 }, (_, n) => `Friend   ${n} <f${n}@x.example>`).join(",\r\n ");
  const ids = (name: string) => Array.from({ length: 300 }, (_, n) => `<${name}${n}@x.example>`).join("\r\n ");
  const long = await fact(
    mail([
      `From: ${"n".repeat(300_000)} <a@b.example>`,
      `To: ${many}`,
      `Cc: ${many}`,
      `Subject: Where =?utf-8?q?=0D=0A=09is?=   my order?${"x".repeat(400_000)}`,
      `References: ${ids("r")}`,
      `In-Reply-To: ${ids("i")}`,
    ]),
  );
  expect([long.subject.length, long.subject.slice(0, 22)]).toEqual([998, "Where is my order?xxxx"]);
  expect([long.from.name.length, long.to.length, long.cc.length]).toEqual([255, 500, 500]);
  expect(long.to[7]).toEqual({ address: "f7@x.example", name: "Friend 7" });
  expect([long.references.length, long.inReplyTo.length]).toEqual([100, 100]);
  expect(long.references.at(-1)).toBe("<r299@x.example>");
});

test.each([
  ["nothing", null],
  ["another shape", { id: 7 }],
  ["no time", { ...rawMessage("m1", ""), internalDate: "yesterday" }],
  ["a time in no calendar", { ...rawMessage("m1", ""), internalDate: "9000000000000000" }],
  ["neither mail nor headers", { ...rawMessage("m1", ""), raw: undefined }],
])("a payload with %s is refused with a reason: it must not vanish", async (_what, payload) => {
  await expect(normalise(payload, connection)).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringMatching(/^This is no message as Gmail tells it: .{5,}/),
  });
});

describe("direction", () => {
  const id = "0197aa00-0000-7000-8000-00000000abcd";
  const ours = mail(["From: support@nordlys.example", `X-Parley-Message: ${id}`], "Hello");

  test("mail in SENT is outbound, and ours when it carries our header", async () => {
    expect(await fact(ours, { labelIds: ["SENT"] })).toMatchObject({ direction: "outbound", ownMessageId: id });
    const foreign = mail(["From: support@nordlys.example", "X-Parley-Message: '; drop table"], "Hello");
    expect(await fact(foreign, { labelIds: ["SENT"] })).toMatchObject({ direction: "outbound", ownMessageId: null });
  });

  test("a stranger who writes our address and our header is neither us nor believed", async () => {
    expect(await fact(ours)).toMatchObject({ direction: "inbound", ownMessageId: null, automatic: "own-address" });
  });
});

describe("what people send", () => {
  test("HTML without a text part is read as text: links kept, images and styles left out", async () => {
    const html =
      '<style>p{}</style><h1>Hi</h1><p>Order <a href="https://x.example/1">here</a></p><img src="cid:1" alt="x">';
    const { text, html: kept } = await fact(mail(["From: a@b.example", "Content-Type: text/html"], html));
    expect(text).toBe("Hi\n\nOrder here [https://x.example/1]");
    expect(kept).toContain("<h1>");
  });

  test("no Message-ID, no subject, no sender: still a message", async () => {
    const bare = await fact(mail(["X-Only: this"], "Hello"));
    expect(bare).toMatchObject({
      rfcMessageId: null,
      subject: "",
      from: { address: "" },
      text: "Hello",
      references: [],
    });
    expect((await fact(mail(["Return-Path: <A@b.example>"], "Hello"))).from.address).toBe("a@b.example");
  });

  test.each<[string, string, Buffer, string, boolean]>([
    ["an unknown charset over UTF-8 bytes", "unknown-8bit", Buffer.from("Blåbær"), "Blåbær", false],
    ["an unknown charset over other bytes", "klingon", Buffer.from("Blåbær", "latin1"), "Blåbær", true],
    ["UTF-8 that is none", "utf-8", Buffer.from("Blåbær", "latin1"), "Bl\uFFFDb\uFFFDr", true],
    ["Windows-1252 as us-ascii", "us-ascii", Buffer.from("Blåbær", "latin1"), "Blåbær", false],
    ["a code page by number", "cp932", Buffer.from([0x82, 0xa0]), "あ", false],
  ])("%s ends in readable text", async (_name, charset, body, text, hasNotice) => {
    const head = Buffer.from(mail(["From: a@b.example", `Content-Type: text/plain; charset="${charset}"`], ""));
    const read = await fact(Buffer.concat([head, body]));
    expect(read.text).toBe(text);
    expect(read.notice !== null).toBe(hasNotice);
  });

  test("a multipart whose boundary never comes, base64 that is none and a part that never ends are shown as far as they go", async () => {
    const sources = [
      mail(["From: a@b.example", "Content-Type: multipart/mixed; boundary=never"], "Hello"),
      mail(["From: a@b.example", "Content-Transfer-Encoding: base64"], "%%%not base64%%%"),
      mail(["From: a@b.example", "Content-Type: multipart/mixed; boundary=b"], "--b\r\n\r\nHello"),
    ];
    for (const source of sources) expect(await fact(source)).toMatchObject({ from: { address: "a@b.example" } });
    expect((await fact(sources[2] ?? "")).text).toBe("Hello");
  });

  test("mail nested deeper than any parser goes, or with megabytes of headers, is shown as it came with a notice", async () => {
    let nested = "deep";
    for (let i = 0; i < 300; i++)
      nested = mail([`Content-Type: multipart/mixed; boundary=b${i}`], `--b${i}\r\n${nested}\r\n`);
    const deep = await fact(nested);
    expect(deep.notice).toContain("badly formed");
    expect(deep.text).toContain("multipart/mixed");
    expect((await fact(`X: ${"y".repeat(3_000_000)}\r\n\r\nHello`)).notice).toContain("badly formed");
  });

  test("a very long mail is cut with a notice", async () => {
    const long = await fact(mail(["From: a@b.example"], "word.".repeat(100_000)));
    expect(long.text.length).toBe(200_000);
    expect(long.notice).toContain("cut off");
  });

  test("NUL and halves of characters, which no database takes, are left out", async () => {
    const source = mail(
      ["From: =?utf-8?b?AGEA?= <a@b.example>", "Subject: a\0b", "Content-Type: text/html"],
      "x\0&#xD800;y",
    );
    const { from, subject, text, html } = await fact(source);
    expect(JSON.stringify({ from, subject, text, html })).not.toMatch(/\\u0000|\\ud[89a-f]/i);
  });

  test("attachments have safe names, sizes and a type, whatever the sender wrote", async () => {
    const part = (headers: string[], body: string) => `--b\r\n${mail(headers, body)}`;
    const source = mail(
      ["From: a@b.example", "Content-Type: multipart/mixed; boundary=b"],
      [
        part(["Content-Type: text/plain"], "See attached"),
        part(["Content-Type: image/png", 'Content-Disposition: attachment; filename="../../etc/pass\u0007wd"'], "123"),
        part(["Content-Type: application/pdf", "Content-Disposition: attachment"], "1234"),
        part(
          ["Content-Type: image/gif", "Content-ID: <logo@x>", "Content-Disposition: inline; filename=logo.gif"],
          "1",
        ),
        part(["Content-Type: message/rfc822"], mail(["Subject: inner"], "Enclosed words")),
        "--b--",
      ].join("\r\n"),
    );
    const { attachments, text } = await fact(source);
    expect(text).toBe("See attached");
    expect(attachments).toEqual([
      { name: "passwd", contentType: "image/png", sizeBytes: 4, contentId: null, inline: false },
      { name: "attachment-2.pdf", contentType: "application/pdf", sizeBytes: 5, contentId: null, inline: false },
      { name: "logo.gif", contentType: "image/gif", sizeBytes: 2, contentId: "logo@x", inline: true },
      { name: "message.eml", contentType: "message/rfc822", sizeBytes: 31, contentId: null, inline: false },
    ]);
  });

  test("a mail that only encloses another is read as what it encloses", async () => {
    const source = mail(
      ["From: a@b.example", "Content-Type: message/rfc822"],
      mail(["Subject: inner"], "Enclosed words"),
    );
    expect((await fact(source)).text).toContain("Enclosed words");
  });
});

test("mail too large to fetch is a message with its headers and a notice", async () => {
  const { raw, ...identity } = rawMessage("big", "", { sizeEstimate: 31 * 1024 ** 2 });
  const headers = [
    { name: "From", value: "Mia Berg <mia@mail.example>" },
    { name: "Subject", value: "Bilder på lys" },
    { name: "Message-ID", value: "<big@mail.example>" },
    { name: "Content-Type", value: "multipart/mixed; boundary=b" },
    { name: "X-Odd", value: "a\r\nFrom: evil@x.example" },
  ];
  const [found] = await normalise({ ...identity, snippet: "See attached", headers }, connection);
  expect(found).toMatchObject({
    from: { address: "mia@mail.example", name: "Mia Berg" },
    subject: "Bilder på lys",
    rfcMessageId: "<big@mail.example>",
    text: "See attached",
    notice: "The email is 31 MB, too large to show here; open it in Gmail",
    attachments: [],
  });
});

describe("any bytes", () => {
  const lines = fc.array(
    fc.constantFrom(
      "From: a@b",
      "From:",
      'To: ;,<>:"',
      "Subject: =?utf-8?b?////?=",
      "Content-Type: multipart/mixed; boundary=b",
      "Content-Type: text/html; charset=x",
      "Content-Transfer-Encoding: base64",
      "--b",
      "--b--",
      "",
      " folded",
      "=?",
      "<b>x",
      "\0\uFFFF",
    ),
    { maxLength: 25 },
  );

  test("never throw and always give a storable fact", async () => {
    const sources = fc.oneof(
      fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
      lines.map((all) => Buffer.from(all.join("\r\n"))),
    );
    await fc.assert(
      fc.asyncProperty(sources, async (source) => {
        const found = await fact(source);
        expect(JSON.stringify(found)).not.toContain("\\u0000");
        expect(JSON.stringify(found).isWellFormed()).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
