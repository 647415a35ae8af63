import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { demo } from "../../sandbox/index.ts";
import { codeOf, startTwilioSandbox, type TwilioSandbox } from "./twilio-account.ts";

const { number: shop, numberSid, messagingServiceSid, apiKeySid, apiKeySecret, accountSid, authToken } = demo.twilio;
const mia = "+12025550171";
let here: TwilioSandbox;
beforeAll(async () => {
  here = await startTwilioSandbox();
});
afterAll(() => here.stop());
beforeEach(() => here.reset());

const callbacks = () => here.app.heard.filter(({ path }) => path === "/status");
const send = (more: object = {}) =>
  here.client.messages.create({
    to: mia,
    from: shop,
    body: "Hello",
    statusCallback: `${here.app.url}/status`,
    ...more,
  });

test("accounts and numbers: a subaccount signs with its own token; numbers are sought, bought, set up and released", async () => {
  const sub = await here.client.api.accounts.create({ friendlyName: "Other shop" });
  const own = here.clientOf(sub.sid, sub.authToken);
  const [offer] = await own.availablePhoneNumbers("US").local.list({ areaCode: 303, contains: "555****", limit: 3 });
  expect(offer?.phoneNumber).toMatch(/^\+1303555/);
  const bought = await own.incomingPhoneNumbers.create({
    phoneNumber: offer?.phoneNumber ?? "",
    smsUrl: `${here.app.url}/sub`,
  });
  expect(await codeOf(here.client.incomingPhoneNumbers.create({ phoneNumber: bought.phoneNumber }))).toBe(21422);
  await here.control("POST", "twilio/texts", { from: mia, to: bought.phoneNumber, body: "Hello" });
  await here.wind(0);
  expect(here.app.heard.map(({ path, isSigned, fields }) => [path, isSigned, fields.AccountSid])).toEqual([
    ["/sub", true, sub.sid],
  ]);
  expect(await here.client.api.accounts(sub.sid).incomingPhoneNumbers.list()).toHaveLength(1);
  expect(await codeOf(own.api.accounts(accountSid).messages.list())).toBe(20404);
  const byKey = here.clientOf(apiKeySid, apiKeySecret, { accountSid });
  expect(await byKey.messages.list()).toEqual([]);
  expect(await codeOf(byKey.api.accounts(accountSid).fetch())).toBe(20003);
  expect(await own.incomingPhoneNumbers(bought.sid).remove()).toBe(true);
  await here.client.api.accounts(sub.sid).update({ status: "suspended" });
  expect(await codeOf(own.messages.create({ to: mia, from: shop, body: "Hello" }))).toBe(20005);
  expect((await here.client.api.accounts(accountSid).fetch()).authToken).toBe(authToken);
});

test("a number is registered: brand, campaign, toll-free verification, each until its review ends", async () => {
  const { v1 } = here.client.messaging;
  const number = await here.client.incomingPhoneNumbers.create({ areaCode: "512" });
  const service = await v1.services.create({ friendlyName: "Second" });
  await v1.services(service.sid).phoneNumbers.create({ phoneNumberSid: number.sid });
  const twice = v1.services(messagingServiceSid).phoneNumbers.create({ phoneNumberSid: number.sid });
  expect(await codeOf(twice)).toBe(21712);
  const brand = await v1.brandRegistrations.create({
    customerProfileBundleSid: `BU${"1".repeat(32)}`,
    a2PProfileBundleSid: `BU${"2".repeat(32)}`,
  });
  const campaign = () =>
    v1.services(service.sid).usAppToPerson.create({
      ...{ brandRegistrationSid: brand.sid, description: "Answers to shoppers", messageFlow: "They write first" },
      ...{ messageSamples: ["Your parcel is on its way", "Thank you"], usAppToPersonUsecase: "CUSTOMER_CARE" },
      ...{ hasEmbeddedLinks: true, hasEmbeddedPhone: false },
    });
  expect(await codeOf(campaign())).toBe(21717);
  await here.control("PUT", `twilio/reviews/${brand.sid}`, { status: "APPROVED" });
  const made = await campaign();
  const outcome = async () => {
    await send({ from: undefined, messagingServiceSid: service.sid });
    await here.wind(5_000);
    return callbacks().at(-1)?.fields.MessageStatus;
  };
  expect([made.campaignStatus, await outcome()]).toEqual(["IN_PROGRESS", "undelivered"]);
  await here.control("PUT", `twilio/reviews/${made.sid}`, { status: "VERIFIED" });
  expect([(await v1.services(service.sid).usAppToPerson.list())[0]?.campaignStatus, await outcome()]).toEqual([
    "VERIFIED",
    "delivered",
  ]);
  expect((await v1.services(service.sid).fetch()).usAppToPersonRegistered).toBe(true);
  expect((await v1.services.list()).map(({ sid }) => sid)).toEqual([messagingServiceSid, service.sid]);
});

test("the shopper's phone page: a text with a picture goes out, and the answer appears on the phone", async () => {
  await here.client.incomingPhoneNumbers(numberSid).update({ smsUrl: `${here.app.url}/sms` });
  const at = (path: string) => `${here.sandbox.url}/shopper/api/phones${path}`;
  const html = await (await fetch(`${here.sandbox.url}/shopper/phone`)).text();
  for (const [, address] of html.matchAll(/(?:src|href)="(\/shopper[^"]*)"/g)) {
    expect([address, (await fetch(`${here.sandbox.url}${address}`)).status]).toEqual([address, 200]);
  }
  expect(await (await fetch(at(""))).json()).toMatchObject({
    shops: [{ number: shop }],
    phones: [{ name: "Mia Berg" }, {}, {}, {}],
  });
  const write = (body: object) =>
    fetch(at(`/${mia}/texts`), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  expect((await write({ to: shop, text: " " })).status).toBe(422);
  expect((await write({ to: "+12025550100", text: "Hello" })).status).toBe(422);
  expect(
    (await write({ to: shop, text: "See", picture: { contentType: "image/png", base64: "iVBORw0KGgo=" } })).status,
  ).toBe(201);
  await send({ body: "Thank you", mediaUrl: [`${here.sandbox.url}/shop-images/fjord.svg`] });
  await here.wind(2_000);
  const shown = await (await fetch(at(`/${mia}/texts`))).json();
  expect(shown.map(({ mine, text: body }: { mine: boolean; text: string }) => [mine, body])).toEqual([
    [true, "See"],
    [false, "Thank you"],
  ]);
  const picture = await fetch(new URL(shown[0].pictures[0], here.sandbox.url));
  expect([picture.headers.get("content-type"), (await picture.arrayBuffer()).byteLength]).toEqual(["image/png", 8]);
  expect(here.app.heard.find(({ path }) => path === "/sms")?.fields).toMatchObject({ Body: "See", NumMedia: "1" });
});
