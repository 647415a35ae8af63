import { expect, test } from "@jest/globals";
import { listConversations, listMessages, type ReceivedMessage } from "../../../src/domain/conversations/index.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../../support/factories.ts";

const db = await testDatabase();
const mia = { address: "mia@mail.example", name: "Mia Berg" };
const eve = { address: "eve@evil.example", name: "Mia Berg" };
const olaf = { address: "olaf@mail.example", name: "Olaf Berg" };

async function aThread() {
  const ctx = await aWorkspace(db);
  const agent = await aMember(ctx);
  const mailbox = await aConnection(ctx);
  const shop = { address: mailbox.account, name: "Shop" };
  const at = { workspaceId: ctx.workspaceId, connectionId: mailbox.id };
  const from = (who: typeof mia, changes: Partial<ReceivedMessage> = {}) =>
    aMessage(at, {
      ...{ threadKey: "t", from: who, to: [shop], text: who.address },
      ...{ customer: { kind: "email", value: who.address, name: who.name } },
      ...changes,
    });
  const answerTo = (who: typeof mia, changes: Partial<ReceivedMessage> = {}) =>
    from(who, { direction: "outbound", from: shop, to: [who], text: `to ${who.address}`, ...changes });
  /** The texts of each conversation, by the address of its customer. */
  const see = async () => {
    const rows = await listConversations(agent, { folder: "open", limit: 10 });
    const texts = rows.map(async ({ id, customerEmail }) => {
      const messages = await listMessages(agent, { conversationId: id, limit: 10 });
      return [customerEmail, messages.map(({ text }) => text).reverse()];
    });
    return Object.fromEntries(await Promise.all(texts));
  };
  return { from, answerTo, see, first: from(mia), shop };
}

test("a stranger in the provider's thread who cites the conversation gets one of its own, and comes back to it", async () => {
  const { from, see, first } = await aThread();
  await receive(db, [first]);
  await receive(db, [from(mia)]);
  const asks = from(eve, { cites: [first.rfcMessageId!] });
  await receive(db, [asks]);
  await receive(db, [from(eve, { cites: [asks.rfcMessageId!, first.rfcMessageId!] })]);
  await receive(db, [from(mia)]);
  await receive(db, [from(eve)]);
  expect(await see()).toEqual({
    [mia.address]: [mia.address, mia.address, mia.address],
    [eve.address]: [eve.address, eve.address, eve.address],
  });
});

test("a stranger in the same batch does not get in either", async () => {
  const { from, see, first } = await aThread();
  await receive(db, [first, from(eve), from(mia)]);
  expect(await see()).toEqual({ [mia.address]: [mia.address, mia.address], [eve.address]: [eve.address] });
});

test.each(["to", "cc"] as const)(
  "somebody the customer wrote to as well (%s) belongs to the conversation",
  async (field) => {
    const { from, see, shop } = await aThread();
    const first = from(mia, { [field]: field === "to" ? [shop, olaf] : [{ ...olaf, address: "Olaf@Mail.example" }] });
    await receive(db, [first]);
    await receive(db, [from(olaf, { cites: [first.rfcMessageId!] })]);
    await receive(db, [from(olaf, { threadKey: "another thread", cites: [first.rfcMessageId!] })]);
    expect(await see()).toEqual({ [mia.address]: [mia.address, olaf.address, olaf.address] });
  },
);

test("somebody the shop answered to belongs to the conversation", async () => {
  const { from, answerTo, see, first } = await aThread();
  await receive(db, [first]);
  await receive(db, [answerTo(mia, { cc: [olaf] })]);
  await receive(db, [from(olaf)]);
  expect(await see()).toEqual({ [mia.address]: [mia.address, `to ${mia.address}`, olaf.address] });
});

test("an unverified sender is not believed to be somebody who was written to", async () => {
  const { from, see } = await aThread();
  await receive(db, [from(mia, { cc: [olaf] })]);
  await receive(db, [from(olaf, { senderVerified: false })]);
  expect(Object.keys(await see())).toHaveLength(2);
});

test("a forged mail of the customer's lets nobody in by its copies", async () => {
  const { from, see } = await aThread();
  await receive(db, [from(mia)]);
  await receive(db, [from(mia, { cc: [eve], senderVerified: false })]);
  await receive(db, [from(eve)]);
  expect(Object.keys(await see())).toHaveLength(2);
});

test("what the shop writes to somebody else in the same thread is not the customer's", async () => {
  const { from, answerTo, see, first, shop } = await aThread();
  const supplier = { address: "sales@supplier.example", name: "Supplier" };
  await receive(db, [first]);
  await receive(db, [answerTo(supplier, { cc: [shop] })]);
  await receive(db, [from(supplier)]);
  await receive(db, [answerTo(supplier, { cc: [mia] })]);
  expect(await see()).toEqual({
    [mia.address]: [mia.address, `to ${supplier.address}`],
    [supplier.address]: [`to ${supplier.address}`, supplier.address],
  });
});

test("a bounce stays with the mail it is about", async () => {
  const { from, see, first } = await aThread();
  await receive(db, [first]);
  await receive(db, [from({ address: "mailer-daemon@googlemail.com", name: "" }, { automatic: "bounce" })]);
  expect(await see()).toEqual({ [mia.address]: [mia.address, "mailer-daemon@googlemail.com"] });
});
