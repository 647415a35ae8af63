import { randomBytes } from "node:crypto";
import { afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { signedToken } from "../sandbox/gmail/keys.ts";
import { useClock } from "../src/platform/clock.ts";
import { lookAt, type RunningShop, type Shown, startShop } from "./support/running-shop.ts";
import { until } from "./support/until.ts";

type Conversation = Shown["Conversation"];
/** A shop is asked about one customer once a minute. */
const oldAnswerMs = 120_000;
/** Of the first few attempts: full jitter makes it anything up to that, and each waits for a busy shop up to ten seconds. */
const longestBackoffMs = 45_000;
const mailbox = "support@nordlys.example";
let shop: RunningShop;
let see: ReturnType<typeof lookAt>;
beforeAll(async () => {
  shop = await startShop();
  see = lookAt(shop);
}, 60_000);
let putClockBack = () => {};
afterEach(async () => {
  putClockBack();
  await heals();
});

const goesWrong = (fault: object) => shop.control("POST", "faults", { times: "always", ...fault });
const heals = () => shop.control("DELETE", "faults");
const writes = (shopper: string, subject: string) =>
  shop.sandbox.state.mail.submit(`${shopper}@mail.example`, { to: mailbox, subject, text: "Where is my order?" });
const arrives = (raw: string | Buffer, query = "") =>
  shop.control("POST", `gmail/${mailbox}/raw${query}`, Buffer.from(raw));

/** Pulls of a mailbox run one after another: behind the mail written here, everything before it has been read. */
let letters = 0;
async function everythingIsRead() {
  const subject = `Letter ${++letters}`;
  await writes("tom.reed", subject);
  await see.filed(subject);
}

const lookedUp = (row: Conversation, state: string, reason: string | null) =>
  until(
    async () => {
      const found = await see.customer(row);
      return found.lookup.state === state && found.lookup.reason === reason ? found : null;
    },
    { what: `the look-up to be "${state}" because of "${reason}"`, timeoutMs: longestBackoffMs },
  );

/** Ada answers, and the shopper finds it in her own mailbox, once. */
async function canBeAnswered(row: Conversation) {
  const body = `This answers "${row.subject}"`;
  const { data: answer } = await shop.ada.POST("/v1/conversations/{conversationId}/replies", {
    params: { path: { conversationId: row.id } },
    body: { body, lastSeenMessageId: row.lastMessage.id },
  });
  const isSent = async () => (await see.messages(row)).find(({ id }) => id === answer!.id)?.state === "sent";
  await until(isSent, { what: `the answer to "${row.subject}" to be sent` });
  const received = shop.sandbox.state.mail.threads(row.customer.email!).flatMap((thread) => thread.messages);
  expect(received.filter((mail) => !mail.isOwn && mail.text.includes(body))).toHaveLength(1);
}

describe("a shopper's mail", () => {
  const throttled = JSON.stringify({
    errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }],
    extensions: { cost: { requestedQueryCost: 100, throttleStatus: { currentlyAvailable: 0, restoreRate: 200 } } },
  });
  const mia = ["mia.berg", ["#1042"]] as const;
  const jonas = ["jonas.vik", ["#1043"]] as const;
  const sara = ["sara.lindqvist", ["#1044", "#1038"]] as const;
  const troubles = [
    ["is down", ...mia, { status: 500 }, "Shopify has a problem"],
    ["slows us down with 429", ...jonas, { status: 429, retryAfterSeconds: 0.5 }, "Shopify asks to slow down"],
    ["throttles the query", ...sara, { body: throttled }, "Shopify asks to slow down"],
  ] as const;
  test.each(troubles)(
    "is filed and answered while Shopify %s; the orders appear by themselves afterwards",
    async (trouble, shopper, orders, fault, reason) => {
      await goesWrong({ target: "shopify", ...fault });
      await writes(shopper, `Shopify ${trouble}`);
      const row = await see.filed(`Shopify ${trouble}`);
      // Some may be there already, where the copy of the shop has come so far.
      expect(orders).toEqual(expect.arrayContaining((await lookedUp(row, "unavailable", reason)).orders));
      await canBeAnswered(row);
      expect((await see.customer(row)).lookup).toMatchObject({ state: "unavailable", reason });
      await heals();
      expect((await lookedUp(row, "fresh", null)).orders).toEqual(orders);
    },
  );

  test("keeps the orders beside it that are known when the line to Shopify is cut later", async () => {
    await writes("mia.berg", "Before the cut");
    expect((await lookedUp(await see.filed("Before the cut"), "fresh", null)).orders).toEqual(["#1042"]);
    putClockBack = useClock(() => new Date(Date.now() + oldAnswerMs));
    await goesWrong({ target: "shopify", cut: "before" });
    await writes("mia.berg", "After the cut");
    const row = await see.filed("After the cut");
    expect((await lookedUp(row, "unavailable", "Shopify did not answer")).orders).toEqual(["#1042"]);
    await heals();
    await lookedUp(row, "fresh", null);
  });

  test("from somebody the shop does not know says so, and so does mail without a sender", async () => {
    await writes("tom.reed", "Do you ship to Ireland?");
    await arrives("Subject: From nobody\r\n\r\nHello");
    for (const subject of ["Do you ship to Ireland?", "From nobody"]) {
      const row = await see.filed(subject);
      const known = await lookedUp(row, "none", "The shop knows nobody with this email address");
      expect(known.orders).toEqual([]);
    }
  });

  test("is filed and answered while the model is down; the run says why there is no draft", async () => {
    await goesWrong({ target: "model", status: 503, retryAfterSeconds: 0.1 });
    await writes("mia.berg", "The model is down");
    const row = await see.filed("The model is down");
    const run = await until(async () => (await see.runs(row)).find(({ status }) => status === "failed"));
    expect(run.reason).toBe("The AI model has a problem (503)");
    expect((await see.filed(row.subject)).hasDraft).toBe(false);
    await canBeAnswered(row);
    await heals();
    await writes("mia.berg", "The model is back");
    await until(async () => (await see.filed("The model is back")).hasDraft, { what: "a draft" });
  });
});

describe("a push", () => {
  const claims = () => ({
    aud: process.env.GMAIL_PUSH_AUDIENCE,
    email: process.env.GMAIL_PUSH_SERVICE_ACCOUNT,
    email_verified: true,
  });
  const aboutMailbox = (emailAddress: string) => {
    const data = Buffer.from(JSON.stringify({ emailAddress, historyId: "7" })).toString("base64");
    return JSON.stringify({ message: { data }, subscription: "projects/sandbox/subscriptions/gmail" });
  };
  const push = (body: string, token: string | null = signedToken(claims())) =>
    fetch(`${shop.url}/webhooks/gmail`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token !== null && { authorization: `Bearer ${token}` }) },
      body,
    });

  test("that Google did not sign for us is refused and leaves nothing; the right one brings the mail", async () => {
    await goesWrong({ target: "push", drop: true });
    await writes("tom.reed", "Behind forged pushes");
    const events = await see.eventsFromNow();
    const forgeries = [
      null,
      "no.token.atall",
      `${signedToken(claims()).split(".").slice(0, 2).join(".")}.${randomBytes(256).toString("base64url")}`,
      signedToken({ ...claims(), aud: "https://other.example/webhooks/gmail" }),
      signedToken({ ...claims(), email: "eve@project.iam.gserviceaccount.com" }),
    ];
    for (const forgery of forgeries) {
      const answer = await push(aboutMailbox(mailbox), forgery);
      expect([answer.status, answer.headers.get("content-type")]).toEqual([
        401,
        expect.stringContaining("application/problem+json"),
      ]);
      expect(await answer.json()).toMatchObject({ code: "unauthenticated", status: 401 });
    }
    expect(await events("connection.notified")).toEqual([]);
    expect(await events("message.received")).toEqual([]);
    expect((await push(aboutMailbox(mailbox))).status).toBe(204);
    await see.filed("Behind forged pushes");
  });

  test("for a mailbox nobody connected, or about nothing, is acknowledged and changes nothing", async () => {
    const events = await see.eventsFromNow();
    for (const body of [aboutMailbox("stranger@mail.example"), aboutMailbox("tom.reed@mail.example"), "{}", "<xml/>"]) {
      expect((await push(body)).status).toBe(204);
    }
    expect(await events("connection.notified")).toEqual([]);
    await everythingIsRead();
    expect(await events("message.received")).toHaveLength(1);
  });

  test("that comes three times makes one message", async () => {
    const events = await see.eventsFromNow();
    await goesWrong({ target: "push", duplicate: 2, times: 1 });
    await writes("tom.reed", "Pushed three times");
    const row = await see.filed("Pushed three times");
    await until(() => shop.sandbox.state.outgoing.waiting() === 0, { what: "all pushes to be accepted" });
    await everythingIsRead();
    expect((await events("connection.notified")).length).toBeGreaterThan(0);
    expect(await events("message.received")).toHaveLength(1 + 1);
    expect(await see.messages(row)).toHaveLength(1);
    expect((await see.inbox()).filter(({ subject }) => subject === row.subject)).toHaveLength(1);
  });

  test("after Gmail has forgotten its history brings everything, and nothing twice", async () => {
    const before = (await see.inbox()).map(({ id, messageCount }) => ({ id, messageCount }));
    const events = await see.eventsFromNow();
    await goesWrong({ target: "push", drop: true });
    await writes("tom.reed", "While nobody listened");
    await shop.control("POST", `gmail/${mailbox}/expire-history`);
    await heals();
    await writes("tom.reed", "After the history expired");
    await see.filed("After the history expired");
    await see.filed("While nobody listened");
    await everythingIsRead();
    expect(await events("message.received")).toHaveLength(3);
    const after = await see.inbox();
    expect(after).toHaveLength(before.length + 3);
    expect(after).toEqual(expect.arrayContaining(before.map((row) => expect.objectContaining(row))));
  });
});

describe("mail that is broken, hostile or huge", () => {
  const random = (chars: number) => randomBytes(chars / 2).toString("hex");
  const nested = Array.from({ length: 500 }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}`);
  const from = "From: Tom Reed <tom.reed@mail.example>\r\n";
  const latin1 = `${from}Subject: odd charset\r\nContent-Type: text/plain; charset=x-klingon\r\n\r\nH\xe9`;
  const huge = [Buffer.from(`${from}Subject: 30 MB\r\n\r\n`), Buffer.alloc(30 * 1024 ** 2 - 1000, "Hello\r\n")];
  const hello = { text: "Hello", notice: null };
  /** What stands in the subject or the text, the bytes, and what a person is shown. */
  const forms: [string, string | Buffer, object][] = [
    ["no Message-ID", `${from}Subject: no Message-ID\r\n\r\nHello`, hello],
    ["odd charset", Buffer.from(latin1, "latin1"), { notice: expect.stringContaining("unknown character set") }],
    ["30 MB", Buffer.concat(huge), { notice: "The email is 30 MB, too large to show here; open it in Gmail" }],
    ["no part", `${from}Subject: no part\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\nHello`, { text: "" }],
    [
      "many parts",
      `${from}Subject: many parts\r\n${nested.join("\r\n")}`,
      { notice: expect.stringContaining("badly") },
    ],
    ["huge Message-ID", `${from}Subject: huge Message-ID\r\nMessage-ID: <${random(8000)}@x>\r\n\r\nHello`, hello],
    ["huge sender", `From: <${random(8000)}@x.example>\r\nSubject: huge sender\r\n\r\nHello`, hello],
    ["NUL", `${from}Subject: NUL\r\n\r\nHel\0lo`, hello],
    ["no mail at all", "\x01\x02\r\n\r\nno mail at all", { text: "no mail at all" }],
  ];

  test("is filed with what a person has to know, can be answered, and stops none of the mail beside it", async () => {
    const events = await see.eventsFromNow();
    await goesWrong({ target: "push", drop: true });
    await writes("mia.berg", "The neighbour before");
    for (const [, raw] of forms) await arrives(raw);
    await heals();
    await writes("mia.berg", "The neighbour behind");
    for (const neighbour of ["The neighbour before", "The neighbour behind"]) await see.filed(neighbour);
    for (const [mark, , shown] of forms) {
      const row = await see.filed(({ subject, lastMessage }) => `${subject} ${lastMessage.preview}`.includes(mark));
      expect([mark, await see.messages(row)]).toEqual([mark, [expect.objectContaining(shown)]]);
    }
    expect(await events("delivery.rejected")).toEqual([]);
    expect(await see.deadJobs()).toEqual([]);
    for (const subject of ["no Message-ID", "30 MB"]) await canBeAnswered(await see.filed(subject));
  });

  test("that cannot be filed at all is listed with the reason, and its neighbours are filed", async () => {
    const inNoCalendar = 9e15;
    const events = await see.eventsFromNow();
    await goesWrong({ target: "push", drop: true });
    await arrives(`${from}Subject: Unfileable\r\n\r\nHello`, `?at=${inNoCalendar}`);
    await heals();
    await writes("mia.berg", "Beside the unfileable");
    await see.filed("Beside the unfileable");
    const [announced] = await until(async () => {
      const rejected = await events("delivery.rejected");
      return rejected.length > 0 ? rejected : null;
    });
    const { data: listed } = await shop.ada.GET("/v1/deliveries", { params: { query: { state: "rejected" } } });
    expect(listed!.data).toMatchObject([
      { id: announced!.data.deliveryId, reason: expect.stringContaining("later than the year 9999") },
    ]);
    expect(await see.deadJobs()).toEqual([]);
  });
});
