import { randomUUID } from "node:crypto";
import { expect, test } from "@jest/globals";
import { startSpokenRun } from "../../../src/domain/automation/index.ts";
import { saveLookup } from "../../../src/domain/commerce/index.ts";
import { connectIntegration } from "../../../src/domain/connections/index.ts";
import { recordConsent } from "../../../src/domain/consent/index.ts";
import {
  getConversation,
  listConversations,
  listMessages,
  refusalOfMessage,
} from "../../../src/domain/conversations/index.ts";
import {
  assuranceOf,
  findWayToCaller,
  giveCode,
  isCodeLost,
  readCodes,
  sendCode,
  textWithCode,
} from "../../../src/domain/verification/index.ts";
import { inWorkspaces } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";
import { aMessage, aWorkspace, receive } from "../../support/factories.ts";
import { told } from "../../support/shop-records.ts";

const db = await testDatabase();
/** Another code than this. */
const other = (code: string, n: number) => String((Number(code) + n) % 1_000_000).padStart(6, "0");
const [line, hers] = ["+12025550142", "+12025550171"];

/** Somebody calls, and the network shows her number; what is known of its owner is given. */
async function aCaller({ proven = true, texts = true, mail = false }: Record<string, boolean> = {}) {
  const system = await aWorkspace(db, "Nordlys Candles");
  const account = randomUUID();
  const connect = (integrationId: string, own = account) =>
    connectIntegration(system, { integrationId, account: own, displayName: "Nordlys", credentials: {} });
  const { workspaceId } = system;
  const voice = await connect("twilio-voice");
  const sms = await connect("twilio-sms", texts ? account : randomUUID());
  const shop = await connect("shopify");
  const callFrom = async (otherNumber: string, lineNumber = line!) => {
    const entry = {
      channel: "voice",
      via: "voice",
      automatic: "call",
      senderVerified: null,
      text: "Phone call",
    } as const;
    await receive(db, [
      aMessage(
        { workspaceId, connectionId: voice.id },
        {
          ...entry,
          ...{ threadKey: `${lineNumber} ${otherNumber}`, from: { address: otherNumber, name: "" } },
          customer: { kind: "phone", value: otherNumber, name: otherNumber },
        },
      ),
    ]);
    const [row] = await listConversations(system, { folder: "open", limit: 1 });
    const { id: conversationId, customerId, lastMessageId: messageId } = row!;
    const run = await startSpokenRun(system, { conversationId, messageId, model: null });
    const call = { callId: randomUUID(), connectionId: voice.id, lineNumber, otherNumber };
    const given = { runId: run.id, callId: call.callId, customerId };
    return {
      ...{ conversationId, customerId, call, given },
      send: () => sendCode(system, { conversationId, runId: run.id, language: "en", call }),
      give: (...codes: string[]) => giveCode(system, { ...given, given: codes }),
    };
  };
  const first = await callFrom(hers!);
  const { customerId } = first;
  if (proven) {
    const record = told({ externalId: "gid://shopify/Customer/1", phone: hers! });
    await saveLookup(system, { customerId, connectionId: shop.id, record });
  }
  if (mail) {
    await inWorkspaces(
      db.app,
      [workspaceId],
      (tx) => tx`insert into identities (workspace_id, id, kind, value, customer_id)
      values (${workspaceId}, ${randomUUID()}, 'email', 'mia@mail.example', ${customerId})`,
    );
    await receive(db, [
      aMessage({ workspaceId, connectionId: (await connect("gmail")).id }, { customer: { id: customerId } }),
    ]);
  }
  const outbox = async (conversationId: string) =>
    (await listMessages(system, { conversationId, limit: 20 })).filter(({ automatic }) => automatic === "code");
  const codeIn = async (conversationId: string) =>
    /\d{6}/.exec((await textWithCode(system, (await outbox(conversationId))[0]!))!)![0];
  return { system, sms, first, callFrom, outbox, codeIn };
}

test("who calls is texted a code where the shop knows her; it is good in that call alone, and says nothing of later ones", async () => {
  const { system, sms, first, callFrom, outbox, codeIn } = await aCaller();
  const { conversationId, customerId, send, give } = first;
  expect(await Promise.all([send(), send()])).toMatchObject(Array(2).fill({ to: "…71" }));
  const [message, ...others] = await outbox(conversationId);
  expect(others).toEqual([]);
  expect(message).toMatchObject({
    ...{ state: "queued", connectionId: sms.id, to: [{ address: hers }], subject: "" },
    text: "Your code for Nordlys Candles: ••••••\nSay it in your call with us, or type it. If you are not calling us, tell it to nobody.",
  });
  expect(message!.from?.address).toBe(line);
  const code = await codeIn(conversationId);
  const states = ["failed", "queued"].map((state) => async () => {
    await inWorkspaces(
      db.app,
      [system.workspaceId],
      (tx) => tx`update messages set state = ${state} where id = ${message!.id}`,
    );
    return isCodeLost(system, first.given);
  });
  expect([await states[0]!(), await states[1]!()]).toEqual([true, false]);
  const elsewhere = await callFrom(hers!);
  expect(await elsewhere.give(code)).toEqual({ is: "none" });
  expect(await giveCode(system, { ...first.given, callId: elsewhere.call.callId, given: [code] })).toEqual({
    ...{ is: "wrong", guessesLeft: 2 },
  });
  // Written down by somebody else, or sent by text, it is no answer to this one.
  await readCodes(system, { id: conversationId });
  expect(await give(other(code, 1), code)).toEqual({ is: "right" });
  expect(await give(code)).toEqual({ is: "none" });
  const conversation = await getConversation(system, conversationId);
  expect(await assuranceOf(system, conversation)).not.toBe("verified");
  expect((await getConversation(system, elsewhere.conversationId)).customerId).toBe(customerId);
  // She has shown that the number is hers, whatever the shop says.
  await inWorkspaces(db.app, [system.workspaceId], (tx) => tx`update shop_customers set phone = null`);
  expect(await findWayToCaller(system, { customerId, call: elsewhere.call })).toMatchObject({ address: hers });
});

test("after three wrong ones no code is right in a call, and five are sent to a customer in an hour over all channels", async () => {
  const { first, callFrom, codeIn } = await aCaller();
  await first.send();
  const code = await codeIn(first.conversationId);
  const wrong = [1, 2, 3].map((n) => other(code, n));
  expect(await first.give(...wrong, code)).toEqual({ is: "used_up" });
  expect(await first.give(code)).toEqual({ is: "none" });
  for (const lineNumber of [line, line, "+12025550143", "+12025550143"])
    await (await callFrom(hers!, lineNumber)).send();
  await expect((await callFrom(hers!, "+12025550144")).send()).rejects.toMatchObject({
    details: { reason: "too_many_codes" },
  });
});

test("a code goes to nobody's number but her own: by text where she can be texted, else by mail she wrote from, else nowhere", async () => {
  const refusal = { details: { reason: "no_address" } };
  const shown = await aCaller({ proven: false });
  await expect(shown.first.send()).rejects.toMatchObject(refusal);
  const stranger = await shown.callFrom("+12125550174");
  await expect(stranger.send()).rejects.toMatchObject(refusal);
  const untexted = await aCaller({ texts: false });
  await expect(untexted.first.send()).rejects.toMatchObject(refusal);

  const both = await aCaller({ mail: true });
  const way = () => findWayToCaller(both.system, both.first).then((found) => found?.address);
  expect(await way()).toBe(hers);
  const said = { purpose: "service", state: "withdrawn", how: "agent", customerId: both.first.customerId } as const;
  await recordConsent(both.system, { ...said, channel: "sms", evidence: { note: "By phone" } });
  expect(await both.first.send()).toMatchObject({ to: "m…@mail.example" });
  const [mail] = await both.outbox(both.first.conversationId);
  expect(mail).toMatchObject({ to: [{ address: "mia@mail.example" }], subject: "Your code for Nordlys Candles" });
  expect(await refusalOfMessage(both.system, mail!.id)).toBeNull();
  await recordConsent(both.system, { ...said, channel: "email", evidence: { note: "By phone" } });
  expect(await refusalOfMessage(both.system, mail!.id)).toMatchObject({ code: "consent_withdrawn" });
  expect(await way()).toBeUndefined();
});
