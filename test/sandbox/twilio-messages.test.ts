import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { demo } from "../../sandbox/index.ts";
import { codeOf, startTwilioSandbox, type TwilioSandbox } from "./twilio-account.ts";

const { number: shop, numberSid, messagingServiceSid, apiKeySid, apiKeySecret, accountSid } = demo.twilio;
const mia = "+12025550171";
let here: TwilioSandbox;
beforeAll(async () => {
  here = await startTwilioSandbox();
});
afterAll(() => here.stop());
beforeEach(() => here.reset());

const callbacks = () => here.app.heard.filter(({ path }) => path === "/status");
const statuses = () => callbacks().map(({ fields }) => fields.MessageStatus);
const send = (more: object = {}) =>
  here.client.messages.create({
    to: mia,
    from: shop,
    body: "Hello",
    statusCallback: `${here.app.url}/status`,
    ...more,
  });
const text = async (body: string, more: object = {}) => {
  await here.control("POST", "twilio/texts", { from: mia, to: shop, body, ...more });
  await here.wind(0);
};
const statusOf = async ({ sid }: { sid: string }) => (await here.client.messages(sid).fetch()).status;
const listen = () => here.client.incomingPhoneNumbers(numberSid).update({ smsUrl: `${here.app.url}/sms` });

test("a text of a number and one of a service go their way: the answer, signed callbacks, the list", async () => {
  const direct = await send();
  const byService = await send({ from: undefined, messagingServiceSid });
  expect([direct.status, direct.sid.slice(0, 2), direct.numSegments, direct.from]).toEqual(["queued", "SM", "1", shop]);
  expect([byService.status, byService.from]).toEqual(["accepted", null]);
  await here.wind(5_000);
  const of = (sid: string) => callbacks().filter(({ fields }) => fields.MessageSid === sid);
  expect(of(direct.sid).map(({ fields }) => fields.MessageStatus)).toEqual(["sent", "delivered"]);
  expect(of(byService.sid).map(({ fields }) => fields.MessageStatus)).toEqual(["queued", "sent", "delivered"]);
  expect(callbacks().every(({ isSigned }) => isSigned)).toBe(true);
  expect(of(byService.sid)[2]?.fields).toMatchObject({ From: shop, To: mia, MessagingServiceSid: messagingServiceSid });
  expect(await statusOf(byService)).toBe("delivered");
  const listed = await here.client.messages.list({ to: mia, from: shop });
  expect(listed.map(({ sid }) => sid)).toEqual([byService.sid, direct.sid]);
  const [earlier, later] = [new Date(Date.now() - 60_000), new Date(Date.now() + 3_600_000)];
  expect(await here.client.messages.list({ dateSentAfter: earlier })).toHaveLength(2);
  expect(await here.client.messages.list({ dateSentAfter: later })).toHaveLength(0);
  const pages = await here.client.messages.page({ pageSize: 1 });
  expect((await pages.nextPage())?.instances.map(({ sid }) => sid)).toEqual([direct.sid]);
});

test("what can never be sent is refused with Twilio's code", async () => {
  const cases: [number, object][] = [
    [21211, { to: "123" }],
    [21211, { to: "+15005550001" }],
    [21614, { to: "+15005550009" }],
    [21602, { body: "" }],
    [21617, { body: "x".repeat(1601) }],
    [21623, { mediaUrl: Array.from({ length: 11 }, (_, at) => `https://a.example/${at}.png`) }],
    [21620, { mediaUrl: ["nowhere"] }],
    [21606, { from: "+12025550199" }],
    [21266, { to: shop }],
    [21701, { from: undefined, messagingServiceSid: `MG${"0".repeat(32)}` }],
    [35118, { scheduleType: "fixed", sendAt: new Date() }],
    [20001, { riskCheck: "perhaps" }],
  ];
  for (const [code, more] of cases) expect([code, await codeOf(send(more))]).toEqual([code, code]);
  expect(await codeOf(here.client.messages.create({ to: mia, body: "Hello" }))).toBe(21603);
  await here.control("PUT", "twilio", { barredCountries: ["47"] });
  expect(await codeOf(send({ to: "+4790000000" }))).toBe(21408);
  expect(await codeOf(here.clientOf(accountSid, "wrong").messages.list())).toBe(20003);
});

test("carriers fail as they do: by number, by lever, unregistered, silent, the receipt first, twice", async () => {
  await send({ to: "+15550030003" });
  await here.wind(2_000);
  expect(callbacks().at(-1)?.fields).toMatchObject({ MessageStatus: "undelivered", ErrorCode: "30003" });
  const tollFree = await here.client.incomingPhoneNumbers.create({ phoneNumber: "+18005550101" });
  await send({ from: tollFree.phoneNumber });
  const other = await here.client.incomingPhoneNumbers.create({ areaCode: "415" });
  await send({ from: other.phoneNumber });
  await here.wind(5_000);
  expect(
    callbacks()
      .slice(-2)
      .map(({ fields }) => fields.ErrorCode)
      .sort(),
  ).toEqual(["30032", "30034"]);
  await here.control("PUT", `twilio/phones/${encodeURIComponent(mia)}`, { carrier: { outcome: "silent" } });
  const silent = await send();
  await here.wind(600_000);
  expect(await statusOf(silent)).toBe("sent");
  await here.control("PUT", `twilio/phones/${encodeURIComponent(mia)}`, {
    carrier: { receiptFirst: true, repeats: 1 },
  });
  here.app.heard.length = 0;
  const early = await send();
  await here.wind(5_000);
  expect(statuses()).toEqual(["delivered", "delivered", "sent", "sent"]);
  expect(await statusOf(early)).toBe("delivered");
});

test("one number sends a segment a second; a queue that is too long fails, now or when its time is over", async () => {
  const [first, second, third] = [await send(), await send({ body: "x".repeat(161) }), await send()];
  expect([first, second, third].map(({ numSegments }) => numSegments)).toEqual(["1", "2", "1"]);
  await here.wind(1_500);
  expect(await statusOf(third)).toBe("queued");
  expect(await here.client.messages.list({ dateSentAfter: new Date(0) })).toHaveLength(2);
  await send({ validityPeriod: 1 });
  await here.wind(5_000);
  expect(callbacks().map(({ fields }) => fields.ErrorCode)).toContain("30036");
  await here.control("PUT", `twilio/numbers/${encodeURIComponent(shop)}`, { segmentsPerSecond: 0.00001 });
  await send();
  expect(await codeOf(send())).toBe(21611);
  await send({ from: undefined, messagingServiceSid });
  await here.wind(1_000);
  expect(callbacks().map(({ fields }) => fields.ErrorCode)).toContain("30001");
});

test("segments are counted as by Twilio, and smart encoding spares some", async () => {
  await here.control("PUT", `twilio/numbers/${encodeURIComponent(shop)}`, { segmentsPerSecond: 100 });
  const count = async (body: string, more: object = {}) => (await send({ body, ...more })).numSegments;
  expect(await Promise.all([count("x".repeat(160)), count(`${"x".repeat(159)}€`), count("€".repeat(80))])).toEqual([
    "1",
    "2",
    "1",
  ]);
  expect(
    await Promise.all([count("ж".repeat(70)), count("ж".repeat(71)), count(`${"ж".repeat(66)}👍${"ж".repeat(67)}`)]),
  ).toEqual(["1", "2", "3"]);
  expect(await count("“Hello” – …".repeat(8))).toBe("2");
  expect(await count("“Hello” – …".repeat(8), { smartEncoded: true })).toBe("1");
});

test("a text of a shopper is told to the number's webhook, signed, with pictures behind a redirect", async () => {
  await listen();
  const media = [{ contentType: "image/png", base64: Buffer.from("picture").toString("base64") }];
  await text("  Où est ma commande? 👍 & = % +\n", { media, others: ["+12025550188"] });
  const [{ fields, isSigned, headers }] = here.app.heard as [(typeof here.app.heard)[0]];
  expect(isSigned).toBe(true);
  expect(headers["i-twilio-idempotency-token"]).toBeTruthy();
  expect(fields).toMatchObject({ Body: "  Où est ma commande? 👍 & = % +\n", NumMedia: "1", From: mia, To: shop });
  expect(fields).toMatchObject({
    OtherRecipients0: "+12025550188",
    MediaContentType0: "image/png",
    SmsStatus: "received",
  });
  const url = fields.MediaUrl0 ?? "";
  expect((await fetch(url)).status).toBe(401);
  const authorization = `Basic ${Buffer.from(`${apiKeySid}:${apiKeySecret}`).toString("base64")}`;
  const redirect = await fetch(url, { headers: { authorization }, redirect: "manual" });
  const location = redirect.headers.get("location") ?? "";
  expect(redirect.status).toBe(307);
  expect((await fetch(location, { headers: { authorization } })).status).toBe(400);
  expect(await (await fetch(location)).text()).toBe("picture");
  expect((await fetch(location.replace(/until=\d/, "until=9"))).status).toBe(403);
  const listed = await here.client.messages(fields.MessageSid ?? "").media.list();
  expect(listed.map(({ contentType }) => contentType)).toEqual(["image/png"]);
});

test("the answer's TwiML is carried out; a webhook that fails is tried where its URL says, then the fallback", async () => {
  await listen();
  here.app.answer = () => "<Response><Message>Hi &amp; welcome<Body>there</Body></Message></Response>";
  await text("Hello");
  await here.wind(2_000);
  const [answer] = await here.client.messages.list({ to: mia });
  expect([answer?.body, answer?.direction]).toEqual(["Hi & welcome\nthere", "outbound-reply"]);
  here.app.answer = () => "<Response><Message>";
  await text("Hello again");
  const broken = async () => (await here.control("GET", "twilio")).accounts[0].alerts.at(-1)?.code;
  expect(await broken()).toBe(12100);
  const urls = { smsUrl: `${here.app.url}/sms#rc=2&rp=5xx`, smsFallbackUrl: `${here.app.url}/fallback` };
  await here.client.incomingPhoneNumbers(numberSid).update(urls);
  here.app.heard.length = 0;
  here.app.answer = ({ path }) => (path === "/fallback" ? "<Response/>" : { status: 503 });
  await text("And again");
  expect(here.app.heard.map(({ path }) => path)).toEqual(["/sms", "/sms", "/sms", "/fallback"]);
  expect(here.app.heard.at(-1)?.fields).toMatchObject({ ErrorCode: "11200", Body: "And again" });
  expect(here.app.heard.every(({ isSigned }) => isSigned)).toBe(true);
});

test("STOP is obeyed and answered by Twilio itself, refuses what follows, and START ends it", async () => {
  await listen();
  await text(" stop ");
  await here.wind(2_000);
  expect(here.app.heard.map(({ fields }) => [fields.Body, fields.OptOutType])).toEqual([[" stop ", undefined]]);
  expect((await here.client.messages.list({ to: mia }))[0]?.body).toMatch(/unsubscribed/);
  expect(await codeOf(send())).toBe(21610);
  expect(await codeOf(send({ from: undefined, messagingServiceSid }))).toBe(21610);
  await here.control("PUT", "twilio", { optOutsFoundLate: true });
  await send();
  await here.wind(2_000);
  expect(callbacks().at(-1)?.fields).toMatchObject({ MessageStatus: "failed", ErrorCode: "21610" });
  await here.control("PUT", `twilio/numbers/${encodeURIComponent(shop)}`, { advancedOptOut: true });
  await text("START");
  await text("stop texting me please");
  expect(here.app.heard.at(-2)?.fields.OptOutType).toBe("START");
  expect(here.app.heard.at(-1)?.fields.OptOutType).toBeUndefined();
  expect(await codeOf(send())).toBeNull();
});

test("callbacks get lost, doubled and out of order, and come before the create call is answered", async () => {
  const fault = (more: object) => here.control("POST", "faults", { target: "callback", ...more });
  await fault({ path: "sent", reorder: true });
  await send();
  await here.wind(5_000);
  expect(statuses()).toEqual(["delivered", "sent"]);
  here.app.heard.length = 0;
  await fault({ path: "sent", drop: true });
  await fault({ path: "delivered", duplicate: 1 });
  await send();
  await here.wind(5_000);
  expect(statuses()).toEqual(["delivered", "delivered"]);
  expect(new Set(callbacks().map(({ headers }) => headers["i-twilio-idempotency-token"])).size).toBe(1);
  await here.control("POST", "twilio/time", { held: false });
  here.app.heard.length = 0;
  await here.control("POST", "faults", { target: "twilio", method: "POST", path: "Messages", answerDelayMs: 1500 });
  const { sid } = await send();
  expect(
    callbacks()
      .filter(({ fields }) => fields.MessageSid === sid)
      .map(({ fields }) => fields.MessageStatus),
  ).toEqual(["sent", "delivered"]);
});

test("an outcome can stay unknown: 429 and 500 do nothing, a cut answer has sent", async () => {
  const fault = (more: object) =>
    here.control("POST", "faults", { target: "twilio", path: "Messages.json", method: "POST", ...more });
  await fault({ status: 429, retryAfterSeconds: 1 });
  expect(await codeOf(send())).toBe(20429);
  await fault({ status: 500 });
  expect(await codeOf(send())).toBe(20500);
  await fault({ cut: "after" });
  await expect(send({ body: "Once" })).rejects.toThrow();
  expect((await here.client.messages.list({ to: mia })).map(({ body }) => body)).toEqual(["Once"]);
});
