import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { claimJobs } from "../../../src/domain/jobs/index.ts";
import { completeJobs } from "../../../src/domain/jobs/queries.ts";
import { listNumbers, markNotBought, requestNumbersBeside } from "../../../src/domain/numbers/index.ts";
import { readNumbers } from "../../../src/inbound/numbers.ts";
import { renewConnection } from "../../../src/inbound/renew.ts";
import { buyNumber, returnNumber, setUpNumber } from "../../../src/outbound/numbers.ts";
import { useClock as setClock } from "../../../src/platform/clock.ts";
import { aPerson } from "../../support/api.ts";
import { aTextingShop, credentials, mia, shopNumber, type TextingShop } from "./texting-shop.ts";

let shop: TextingShop;
beforeAll(async () => {
  shop = await aTextingShop();
}, 60_000);

const atTwilio = () => shop.sandbox.state.twilio.accounts.get(credentials.accountSid)!;
const owned = (number: string) => [...atTwilio().numbers.values()].filter((own) => own.number === number);
const service = () => atTwilio().services.get(credentials.messagingServiceSid)!;
const price = { amountMinor: 115, currency: "USD" };
const about = (number: string) => ({ connectionId: shop.connectionId, countryCode: "US", kind: "local", number });
const rowOf = async (number: string) => (await listNumbers(shop.ctx)).find((row) => row.number === number);
const read = () => readNumbers(shop.ctx, { connectionId: shop.connectionId });
const work = ({ id }: { id: string }) => ({ connectionId: shop.connectionId, numberId: id });

/** Ordered as a person does it: from what is for sale now. */
async function ordered(areaCode: string) {
  const offers = await shop.owner
    .get(`/v1/number-offers?connectionId=${shop.connectionId}&countryCode=US&kind=local&areaCode=${areaCode}`)
    .expect(200);
  const { number, monthlyPrice } = offers.body.data[0];
  const { body } = await shop.owner.post("/v1/numbers", { ...about(number), monthlyPrice }).expect(202);
  return body as { id: string; number: string; state: string };
}

describe("a number is bought", () => {
  test("from what is for sale, at the price that was shown, set up for texts and calls, and texts to it arrive", async () => {
    const bought = await ordered("303");
    expect(bought).toMatchObject({ state: "ordered", monthlyPrice: price, texts: true });
    await buyNumber(shop.ctx, work(bought));
    await setUpNumber(shop.ctx, work(bought));
    await read();
    const { body } = await shop.owner.get(`/v1/numbers?connectionId=${shop.connectionId}`).expect(200);
    const shown = body.data.find(({ id }: { id: string }) => id === bought.id);
    expect(shown).toMatchObject({ state: "active", isSetUp: true, registration: "registered", lacks: [] });
    const [own] = owned(bought.number);
    const voice = `${shop.api.url}/webhooks/twilio-voice`;
    expect(own?.settings).toMatchObject({ voice_url: expect.stringContaining(voice), voice_method: "POST" });
    expect(own?.settings).toMatchObject({ sms_url: expect.stringContaining(`${shop.api.url}/webhooks/twilio-sms`) });
    expect(service().numberSids.map(({ sid }) => sid)).toContain(own?.sid);
    await shop.control("POST", "twilio/texts", { from: mia, to: bought.number, body: "To the new one" });
    await shop.wind(0);
    const [row] = await shop.inbox();
    expect((await shop.messages(row!.id)).at(-1)).toMatchObject({ to: [{ address: bought.number }] });
    expect((await shop.events("number.bought")).map(({ data }) => data)).toEqual([work(bought)]);
  });

  test("not at another price than was shown: the new one is told, and nothing is ordered", async () => {
    await shop.control("PUT", "twilio", { dearer: 2 });
    const { body } = await shop.owner
      .post("/v1/numbers", { ...about("+12125550105"), monthlyPrice: price })
      .expect(409);
    await shop.control("PUT", "twilio", { dearer: 1 });
    expect(body).toMatchObject({ details: { reason: "price_changed", priceMinor: 230, currency: "USD" } });
    expect(await rowOf("+12125550105")).toBeUndefined();
  });

  test("by owners and admins alone; what is not for sale, of a country without, or wants an address, is told", async () => {
    for (const role of ["lead", "agent", "observer"] as const) {
      const person = await aPerson(shop.api, shop.ctx, role);
      await person.post("/v1/numbers", { ...about("+12125550106"), monthlyPrice: price }).expect(403);
      await person.get("/v1/numbers").expect(200);
    }
    const taken = await shop.owner.post("/v1/numbers", { ...about("+12125559999"), monthlyPrice: price }).expect(409);
    expect(taken.body).toMatchObject({ details: { reason: "not_for_sale" } });
    const nowhere = `/v1/number-offers?connectionId=${shop.connectionId}&countryCode=AQ&kind=local`;
    expect((await shop.owner.get(nowhere).expect(502)).body.detail).toContain("no such numbers");
    const german = `/v1/number-offers?connectionId=${shop.connectionId}&countryCode=DE&kind=local`;
    const [{ number, monthlyPrice, obstacle }] = (await shop.owner.get(german).expect(200)).body.data;
    expect(obstacle).toContain("wants an address there first: buy it in Twilio's console");
    const there = { ...about(number), countryCode: "DE", monthlyPrice };
    const { body } = await shop.owner.post("/v1/numbers", there).expect(409);
    expect(body).toMatchObject({ detail: obstacle, details: { reason: "obstacle" } });
  });

  test("a number whose purchase got no answer is looked up in the account before anything is bought again", async () => {
    const cut = await ordered("415");
    await shop.fails("/IncomingPhoneNumbers", { method: "POST", cut: "after" });
    await expect(buyNumber(shop.ctx, work(cut))).rejects.toMatchObject({ outcomeUnknown: true });
    expect(await rowOf(cut.number)).toMatchObject({ state: "ordered" });
    await buyNumber(shop.ctx, work(cut));
    expect(await rowOf(cut.number)).toMatchObject({ state: "active", externalId: owned(cut.number)[0]?.sid });

    const before = await ordered("415");
    await shop.fails("/IncomingPhoneNumbers", { method: "POST", cut: "before" });
    await expect(buyNumber(shop.ctx, work(before))).rejects.toMatchObject({ outcomeUnknown: true });
    await Promise.all([buyNumber(shop.ctx, work(before)), buyNumber(shop.ctx, work(before))]);
    expect(owned(before.number)).toHaveLength(1);
    expect(await rowOf(before.number)).toMatchObject({ state: "active" });
  });

  test("killed between the purchase and its record, it is bought once, whoever finds it: its job, or the clock when that is given up", async () => {
    const buyAndDie = (order: { id: string; number: string }) => {
      const { orm } = shop.db.app;
      const transaction: typeof orm.transaction = (...asked) =>
        owned(order.number).length > 0 ? Promise.reject(new Error("killed")) : orm.transaction(...asked);
      const dying = { ...shop.db, app: { ...shop.db.app, orm: Object.assign(Object.create(orm), { transaction }) } };
      return buyNumber({ ...shop.ctx, db: dying }, work(order));
    };
    const killed: Awaited<ReturnType<typeof ordered>>[] = [];
    for (const areaCode of ["303", "415", "415"]) {
      const order = await ordered(areaCode);
      killed.push(order);
      await expect(buyAndDie(order)).rejects.toThrow("killed");
      expect(await rowOf(order.number)).toMatchObject({ state: "ordered", externalId: null });
    }
    const [again, , givenUp] = killed;
    await buyNumber(shop.ctx, work(again!));
    await markNotBought(shop.ctx, { numberId: givenUp!.id, reason: "It is not certain what became of it" });
    await read();
    await read();
    expect(new Set(killed.map(({ id }) => id)).size).toBe(3);
    for (const { id, number } of killed) {
      const [own, ...more] = owned(number);
      expect(more).toEqual([]);
      expect(await rowOf(number)).toMatchObject({ state: "active", stateReason: null, externalId: own!.sid });
      await buyNumber(shop.ctx, { connectionId: shop.connectionId, numberId: id });
      // Once each: whoever is told of it sets the number up.
      const told = (await shop.events("number.bought")).filter(({ data }) => data.numberId === id);
      expect(told).toHaveLength(1);
    }
  });

  test("what was ordered and not bought within a day is said not to be, and can be ordered again", async () => {
    const lost = await ordered("303");
    await shop.fails("/IncomingPhoneNumbers", { method: "POST", cut: "before" });
    await expect(buyNumber(shop.ctx, work(lost))).rejects.toMatchObject({ outcomeUnknown: true });
    await read();
    expect(await rowOf(lost.number)).toMatchObject({ state: "ordered" });
    const putClockBack = setClock(() => new Date(Date.now() + 25 * 3_600_000));
    await read().finally(putClockBack);
    expect(await rowOf(lost.number)).toMatchObject({
      state: "refused",
      stateReason: expect.stringContaining("order it again"),
    });
    await buyNumber(shop.ctx, work(lost));
    expect(owned(lost.number)).toEqual([]);
  });

  test("once, however many order it at once and however often its job runs", async () => {
    const order = () => shop.owner.post("/v1/numbers", { ...about("+15125550103"), monthlyPrice: price });
    const answers = await Promise.all([order(), order(), order()]);
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    const orders = (await shop.events("number.ordered")).filter(({ data }) => data.numberId === answers[0]!.body.id);
    expect(orders).toHaveLength(1);
    await Promise.all([1, 2, 3].map(() => buyNumber(shop.ctx, work(answers[0]!.body))));
    expect(owned("+15125550103")).toHaveLength(1);
    expect(await rowOf("+15125550103")).toMatchObject({ state: "active" });
  });

  test("or not, when somebody else was faster: why is told, and it can be ordered again", async () => {
    const late = await ordered("202");
    await shop.control("POST", "twilio/accounts", { name: "Faster", authToken: "x", numbers: [late.number] });
    await buyNumber(shop.ctx, work(late));
    expect(await rowOf(late.number)).toMatchObject({ state: "refused", stateReason: expect.stringContaining("21422") });
  });
});

test("who has calls answered elsewhere keeps that when texts are set up", async () => {
  const own = await ordered("415");
  await buyNumber(shop.ctx, work(own));
  const settings = owned(own.number)[0]!.settings;
  Object.assign(settings, { voice_url: "https://pbx.example/answer", sms_url: "" });
  await setUpNumber(shop.ctx, work(own));
  await read();
  expect(settings).toMatchObject({
    voice_url: "https://pbx.example/answer",
    sms_url: expect.stringContaining("twilio-sms"),
  });
  expect(await rowOf(own.number)).toMatchObject({ isSetUp: true, lacks: [] });
});

test("a number given back is gone at Twilio, once; one given back there is told the same", async () => {
  const own = await ordered("512");
  await buyNumber(shop.ctx, work(own));
  await shop.owner.delete(`/v1/numbers/${own.id}`).expect(202);
  await shop.owner.delete(`/v1/numbers/${own.id}`).expect(202);
  await shop.fails("/IncomingPhoneNumbers/", { method: "DELETE", cut: "after" });
  await expect(returnNumber(shop.ctx, work(own))).rejects.toMatchObject({ code: "provider_unavailable" });
  await returnNumber(shop.ctx, work(own));
  expect([owned(own.number), (await rowOf(own.number))?.state]).toEqual([[], "released"]);

  const elsewhere = await ordered("512");
  await buyNumber(shop.ctx, work(elsewhere));
  const [{ sid } = { sid: "" }] = owned(elsewhere.number);
  atTwilio().numbers.delete(sid);
  service().numberSids = service().numberSids.filter((one) => one.sid !== sid);
  await read();
  expect(await rowOf(elsewhere.number)).toMatchObject({
    state: "released",
    stateReason: expect.stringContaining("no longer"),
  });
});

describe("what carriers want of a number", () => {
  const lacks = async (number: string) => {
    await read();
    const row = await rowOf(number);
    return [row?.registration, ...(row?.lacks ?? []).map(({ code }) => code)];
  };
  beforeEach(() => {
    service().campaigns.clear();
    atTwilio().brands.clear();
    atTwilio().tollfree.clear();
  });

  test("of local ones: a company, then a campaign, each until somebody at the carriers has looked", async () => {
    const { brands } = atTwilio();
    const { campaigns } = service();
    expect(await lacks(shopNumber)).toEqual(["missing", "brand_missing", "calls_nowhere"]);
    const own = (await rowOf(shopNumber))!;
    await shop.owner.post(`/v1/numbers/${own.id}/setup`).expect(202);
    await setUpNumber(shop.ctx, work(own));
    expect(await lacks(shopNumber)).toEqual(["missing", "brand_missing"]);
    const brand = { sid: `BN${"1".repeat(32)}`, status: "PENDING", failure_reason: null as string | null };
    brands.set(brand.sid, brand);
    expect(await lacks(shopNumber)).toEqual(["pending", "brand_pending"]);
    Object.assign(brand, { status: "FAILED", failure_reason: "The tax number is another company's" });
    expect(await lacks(shopNumber)).toEqual(["rejected", "brand_rejected"]);
    expect((await rowOf(shopNumber))?.lacks[0]?.message).toContain("another company's");
    brand.status = "APPROVED";
    expect(await lacks(shopNumber)).toEqual(["missing", "campaign_missing"]);
    const campaign = { sid: `QE${"1".repeat(32)}`, campaign_status: "IN_PROGRESS" };
    campaigns.set(campaign.sid, campaign);
    expect(await lacks(shopNumber)).toEqual(["pending", "campaign_pending"]);
    campaign.campaign_status = "FAILED";
    expect(await lacks(shopNumber)).toEqual(["rejected", "campaign_rejected"]);
    campaign.campaign_status = "VERIFIED";
    const told = (await shop.events("connection.numbers_changed")).length;
    expect(await lacks(shopNumber)).toEqual(["registered"]);
    // Asked again, nothing is different, and nobody is told.
    await read();
    expect((await shop.events("connection.numbers_changed")).length).toBe(told + 1);
  });

  test("of toll-free ones: a verification", async () => {
    const number = "+18005550104";
    const offers = `/v1/number-offers?connectionId=${shop.connectionId}&countryCode=US&kind=toll_free`;
    expect((await shop.owner.get(offers).expect(200)).body.data[0].monthlyPrice).toEqual({
      ...price,
      amountMinor: 215,
    });
    const { body } = await shop.owner
      .post("/v1/numbers", { ...about(number), kind: "toll_free", monthlyPrice: { ...price, amountMinor: 215 } })
      .expect(202);
    await buyNumber(shop.ctx, work(body));
    expect(await lacks(number)).toEqual(["missing", "verification_missing", "texts_elsewhere"]);
    await setUpNumber(shop.ctx, work(body));
    const verification = {
      sid: `HH${"1".repeat(32)}`,
      status: "PENDING_REVIEW",
      rejection_reason: null as string | null,
    };
    Object.assign(verification, { tollfree_phone_number_sid: owned(number)[0]?.sid });
    atTwilio().tollfree.set(verification.sid, verification);
    expect(await lacks(number)).toEqual(["pending", "verification_pending"]);
    Object.assign(verification, { status: "TWILIO_REJECTED", rejection_reason: "The website does not open" });
    expect(await lacks(number)).toEqual(["rejected", "verification_rejected"]);
    verification.status = "TWILIO_APPROVED";
    expect(await lacks(number)).toEqual(["registered"]);
  });
});

test("what the account's connection for calls sets up is looked at again by the one for texts, and only then", async () => {
  Object.assign(owned(shopNumber)[0]!.settings, { voice_url: "" });
  await read();
  expect(await rowOf(shopNumber)).toMatchObject({ isSetUp: false });
  const { messagingServiceSid: _, ...access } = credentials;
  const given = { integrationId: "twilio-voice", credentials: { ...access, numbers: shopNumber } };
  const { body: calls } = await shop.owner.post("/v1/connections", given).expect(201);
  const asked = async () => {
    const claimed = await claimJobs(shop.db, { queue: "numbers", limit: 50, leaseMs: 60_000 });
    await completeJobs(shop.db, claimed);
    return claimed.map(({ payload }) => payload);
  };
  await asked();
  await renewConnection(shop.ctx, { connectionId: calls.id });
  await requestNumbersBeside(shop.ctx, { connectionId: calls.id });
  expect(await asked()).toEqual([{ connectionId: shop.connectionId }]);
  await read();
  expect(await rowOf(shopNumber)).toMatchObject({ isSetUp: true });
  for (const { id, isSetUp } of await listNumbers(shop.ctx)) if (!isSetUp) await setUpNumber(shop.ctx, work({ id }));
  await read();
  await asked();
  await requestNumbersBeside(shop.ctx, { connectionId: calls.id });
  expect(await asked()).toEqual([]);
});
