import { describe, expect, test } from "@jest/globals";
import { grantFor } from "../../../src/ai/grant.ts";
import { toolsFor } from "../../../src/ai/tools/index.ts";
import type { Grant } from "../../../src/ai/tools/tool.ts";
import { scheduleRun, startRun } from "../../../src/domain/automation/index.ts";
import { getConversation, listMessages } from "../../../src/domain/conversations/index.ts";
import { readCodes, textWithCode, withoutGivenCodes } from "../../../src/domain/verification/index.ts";
import { assuranceOfMessage, codesIn, withoutCodes } from "../../../src/domain/verification/rules.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { now, useClock } from "../../../src/platform/clock.ts";
import { inWorkspaces } from "../../../src/platform/db.ts";
import { aConversation } from "../../ai/turn.ts";
import { testDatabase } from "../../support/database.ts";

const db = await testDatabase();
const reads = new Set(["conversations:read", "customers:read", "orders:read", "knowledge:read"]);

/** A conversation whose customer only claims to be who she is, and what a turn and its provider would do. */
async function aStranger() {
  const conversation = await aConversation(db, { senderVerified: null });
  const { system, conversationId } = conversation;
  const grant = async (): Promise<Grant> => {
    const run = await scheduleRun(system, { conversationId, delayMs: 0, again: true });
    await startRun(system, { runId: run!.id, model: null });
    const ctx: Context = { ...system, actor: { type: "ai", id: run!.id }, permissions: reads };
    await readCodes(ctx, { id: conversationId });
    return grantFor(ctx, run!, await getConversation(ctx, conversationId));
  };
  const send = async (given?: Grant) => {
    const mine = given ?? (await grant());
    const tool = (await toolsFor(system, mine)).find(({ name }) => name === "send_code")!;
    return tool.call(mine, '{"language":"de"}');
  };
  const outbox = async () =>
    (await listMessages(system, { conversationId, limit: 20 })).filter(({ automatic }) => automatic === "code");
  return {
    ...{ ...conversation, grant, send, outbox },
    says: (text: string, overrides = {}) => conversation.write({ text, senderVerified: null, ...overrides }),
    level: async () => (await grant()).assurance,
    /** As her provider would show it to her. */
    code: async () => /\d{6}/.exec((await textWithCode(system, (await outbox())[0]!))!)![0],
  };
}

/** Another code than this. */
const other = (code: string, n: number) => String((Number(code) + n) % 1_000_000).padStart(6, "0");

test("a code is sent to her own address, hidden from everybody else, and a right one verifies her", async () => {
  const her = await aStranger();
  const { system, conversationId } = her;
  const turn = await her.grant();
  expect(turn.assurance).toBe("claimed");
  const sent = await her.send(turn);
  expect(sent).toMatchObject({ error: null, output: { sentTo: "m…@mail.example" } });
  expect(await her.send(turn)).toEqual(sent);
  const [message, ...others] = await her.outbox();
  expect(others).toEqual([]);
  expect(message).toMatchObject({ kind: "reply", state: "queued", to: [{ address: "mia@mail.example" }], cc: [] });
  expect(message!.text).toMatch(/^Ihr Code für Nordlys Candles: ••••••\n/);
  const code = await her.code();
  const kept = await inWorkspaces(
    db.app,
    [system.workspaceId],
    (tx) => tx<{ said: string }[]>`select json_build_array(
      (select json_agg(m) from messages m), (select json_agg(c) from conversations c),
      (select json_agg(v) from verification_codes v), (select json_agg(e) from events e))::text as said`,
  );
  expect(kept[0]!.said).not.toMatch(new RegExp(`(?<!\\d)${code}(?!\\d)`));
  await her.says(`Hallo, mein Code ist ${code.slice(0, 3)} ${code.slice(3)}. Danke!`);
  const verified = await her.grant();
  expect(verified.assurance).toBe("verified");
  const [answer] = await withoutGivenCodes(system, await listMessages(system, { conversationId, limit: 1 }));
  expect(answer!.text).toBe("Hallo, mein Code ist ••••••. Danke!");
  // Nor is it shown who quotes what we wrote and gives nothing.
  await her.says(`Was ist das?\n\n> Ihr Code für Nordlys Candles: ${code}`);
  const [passedOn] = await withoutGivenCodes(system, await listMessages(system, { conversationId, limit: 1 }));
  expect(passedOn!.text).toBe("Was ist das?\n\n> Ihr Code für Nordlys Candles: ••••••");
  expect((await toolsFor(system, verified)).map(({ name }) => name)).not.toContain("send_code");
  await her.says("And where is it?");
  expect(await her.level()).toBe("verified");
  expect(await her.events()).toEqual(expect.arrayContaining(["verification.code_sent", "verification.succeeded"]));
});

test("what a code shows is over after its hour, for another writer, and for what is surely forged", () => {
  const until = new Date();
  const written = {
    author: { type: "customer" as const, id: "c", name: "" },
    ...{ from: { address: "mia@mail.example", name: "" }, senderVerified: null, createdAt: until },
  };
  const level = (changed: object, channel: "email" | "sms" | "chat" = "email", verifiedUntil: Date | null = until) =>
    assuranceOfMessage(
      { ...written, ...changed },
      { channel, customerId: "c" },
      new Set(["mia@mail.example"]),
      verifiedUntil,
    );
  expect(level({})).toBe("verified");
  expect(level({ createdAt: new Date(until.getTime() + 1) })).toBe("claimed");
  expect(level({ senderVerified: false })).toBe("claimed");
  expect(level({ author: { ...written.author, id: "d" } })).toBe("anonymous");
  expect(level({}, "chat")).toBe("anonymous");
  expect(level({ senderVerified: true }, "sms", null)).toBe("claimed");
});

test("after three wrong guesses, in one message or several, no code is right; one message is one guess", async () => {
  const her = await aStranger();
  await her.send();
  const code = await her.code();
  const read = () => readCodes(her.system, { id: her.conversationId });
  await her.says(other(code, 1));
  await Promise.all([read(), read(), read()]);
  await her.says(other(code, 2));
  await her.says(code);
  await Promise.all([read(), read()]);
  expect(await her.level()).toBe("verified");

  const thief = await aStranger();
  await thief.send();
  const right = await thief.code();
  await Promise.all([1, 2].map((n) => thief.says(other(right, n))));
  await thief.says(`${other(right, 3)} or ${right}`);
  expect(await thief.level()).toBe("claimed");
  await thief.says(right);
  expect(await thief.level()).toBe("claimed");
  expect(await thief.events()).toContain("verification.failed");
});

test("a code is good for half an hour, here, from her address, and until another one is sent", async () => {
  const [her, another] = [await aStranger(), await aStranger()];
  const read = () => readCodes(her.system, { id: her.conversationId });
  await her.send();
  const first = await her.code();
  await another.says(first);
  expect(await another.level()).toBe("claimed");
  await her.says(first, { from: { address: "someone@else.example", name: "Mia Berg" } });
  await read();
  const at = now();
  const back = useClock(() => new Date(at.getTime() + 31 * 60_000));
  try {
    await her.says(first);
    await read();
    expect(await textWithCode(her.system, (await her.outbox())[0]!)).toBeNull();
  } finally {
    back();
  }
  expect(await her.events()).not.toContain("verification.succeeded");
});

test("so many codes are sent in an hour and no more, the older ones are not good, and none goes to a stranger", async () => {
  const her = await aStranger();
  const codes: string[] = [];
  const outputs = [];
  for (let n = 0; n < 4; n++) {
    outputs.push((await her.send()).output);
    codes.push(await her.code());
  }
  expect(outputs.map((output) => (output as { code?: string }).code ?? "sent")).toEqual([
    ...["sent", "sent", "sent"],
    "too_many_codes",
  ]);
  expect(await her.outbox()).toHaveLength(3);
  await her.says(codes.find((one) => one !== codes[3]) ?? other(codes[3]!, 1));
  expect(await her.level()).toBe("claimed");
  await her.write({ from: { address: "someone@else.example", name: "" }, senderVerified: null });
  expect((await her.send()).output).toMatchObject({ code: "needs_claimed" });
});

describe("what is read as a code", () => {
  test.each([
    ["123456", ["123456"]],
    ["code: 123 456.", ["123456"]],
    ["١٢٣٤٥٦", ["123456"]],
    ["Order #123456, 1234567, 12.123456, 123456.50 €, AB123456, +49 123456", []],
    ["111111 222222 111111", ["111111", "222222"]],
    ["I never asked!\n> Your code for Nordlys: 123456", []],
    ["Was ist das?\n\nAm Montag schrieb Nordlys:\nIhr Code für Nordlys: 123456", []],
    ["Huh? Your code for Nordlys: 123456", []],
    ["654321\nOn Monday Nordlys wrote:\n> Your code for Nordlys: 123456", ["654321"]],
  ])("%s", (text, codes) => expect(codesIn(text)).toEqual(codes));

  test("a model sees none of it, quoted or not", () => {
    expect(withoutCodes("654321\n> Your code for Nordlys: 123 456")).toBe("••••••\n> Your code for Nordlys: ••••••");
  });
});
