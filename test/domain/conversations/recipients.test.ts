import { describe, expect, test } from "@jest/globals";
import { listConversations, listMessages, previewRecipients, reply } from "../../../src/domain/conversations/index.ts";
import { maxCarriedCc } from "../../../src/domain/conversations/recipient-rules.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../../support/factories.ts";

const db = await testDatabase();
type Mail = Parameters<typeof aMessage>[1];
const mia = "mia@mail.example";
const people = (...addresses: string[]) => addresses.map((address) => ({ address, name: "" }));
const person = (address: string) => ({ address, name: "Mia Berg" });

/** A conversation of Mia's, begun by the first mail. @returns what the answer written then looks like. */
async function answering(...mails: Mail[]) {
  const system = await aWorkspace(db);
  const connection = await aConnection(system);
  const at = { workspaceId: system.workspaceId, connectionId: connection.id };
  for (const mail of mails) await receive(db, [aMessage(at, { threadKey: "t", ...mail })]);
  const agent = await aMember(system);
  const rows = await listConversations(agent, { folder: "open", limit: 10 });
  expect(rows).toHaveLength(1);
  const conversationId = rows[0]!.id;
  const [seen] = await listMessages(agent, { conversationId, limit: 1 });
  const preview = await previewRecipients(agent, conversationId);
  const written = await reply(agent, { conversationId, body: "Hello", lastSeenMessageId: seen!.id });
  const addresses = (list: { address: string }[]) => list.map(({ address }) => address);
  expect([written.to, written.cc]).toEqual([preview.to, preview.cc]);
  return {
    ...{ to: addresses(written.to), cc: addresses(written.cc), inReplyTo: written.inReplyTo },
    warnings: preview.warnings.map(({ code }) => code),
    messages: preview.warnings.map(({ message }) => message),
  };
}

describe("an answer goes to the customer", () => {
  const hers = { rfcMessageId: "<hers@mail>" };
  test.each<[string, Mail]>([
    ["a bounce", { automatic: "bounce", from: people("mailer-daemon@googlemail.com")[0]! }],
    ["an auto-reply of hers", { automatic: "auto-reply" }],
    ["a read receipt", { automatic: "read-receipt", from: people("postmaster@mail.example")[0]! }],
  ])("although %s came after her mail", async (_, mail) => {
    const { from } = { from: people(mia)[0]!, ...mail };
    const customer = { kind: "email" as const, value: from.address, name: "" };
    const answer = await answering(hers, { ...mail, customer });
    expect(answer).toMatchObject({ to: [mia], warnings: [], inReplyTo: "<hers@mail>" });
  });

  test("although somebody she copied in wrote last, and the agent is told so", async () => {
    const friend = "friend@other.example";
    const customer = { kind: "email" as const, value: friend, name: "Friend" };
    const answer = await answering(
      { ...hers, cc: people(friend) },
      { customer, from: people(friend)[0]!, rfcMessageId: "<friend@mail>" },
    );
    expect(answer).toMatchObject({
      to: [mia],
      cc: [friend],
      warnings: ["newest_is_from_other"],
      inReplyTo: "<hers@mail>",
    });
    expect(answer.messages[0]).toContain(friend);
  });

  test("at her first address when no mail in the conversation is hers", async () => {
    const outbound = { direction: "outbound" as const, from: people("support@shop.example")[0]!, to: people(mia) };
    expect(await answering({ ...outbound, rfcMessageId: "<ours@shop>" })).toMatchObject({
      to: [mia],
      inReplyTo: "<ours@shop>",
    });
  });

  test("not at all when she gave no address", async () => {
    const nobody = "unknown@sender.invalid";
    const unknown = { from: people("")[0]!, customer: { kind: "email" as const, value: nobody, name: "Unknown" } };
    await expect(answering(unknown)).rejects.toMatchObject({ code: "invalid_input" });
  });
});

describe("Reply-To", () => {
  test.each<[string, Mail, string, string[]]>([
    ["of another domain is not followed", { replyTo: person("eve@evil.example") }, mia, ["reply_to_ignored"]],
    ["that only looks alike is not followed", { replyTo: person("mia@xmail.example") }, mia, ["reply_to_ignored"]],
    ["of a top-level domain is not followed", { replyTo: person("mia@example") }, mia, ["reply_to_ignored"]],
    [
      "of a mail that is not its sender's is not followed",
      { replyTo: person("eve@mail.example"), senderVerified: false },
      mia,
      ["reply_to_ignored"],
    ],
    [
      "of the same domain is followed, and the agent is told",
      { replyTo: person("orders@mail.example") },
      "orders@mail.example",
      ["reply_to_used"],
    ],
    [
      "of a domain below is followed",
      { replyTo: person("mia@home.Mail.Example") },
      "mia@home.Mail.Example",
      ["reply_to_used"],
    ],
    ["that is the sender says nothing", { replyTo: person("Mia@Mail.example") }, mia, []],
  ])("%s", async (_, mail, to, warnings) => {
    expect(await answering(mail)).toMatchObject({ to: [to], warnings });
  });

  test("of the shop's own contact form is the customer", async () => {
    const system = await aWorkspace(db);
    const connection = await aConnection(system);
    const at = { workspaceId: system.workspaceId, connectionId: connection.id };
    const from = { address: connection.account, name: "Contact form" };
    await receive(db, [aMessage(at, { from, replyTo: person(mia), senderVerified: null })]);
    const agent = await aMember(system);
    const [row] = await listConversations(agent, { folder: "open", limit: 1 });
    expect(await previewRecipients(agent, row!.id)).toMatchObject({ to: [person(mia)], cc: [], warnings: [] });
  });
});

describe("people in copy", () => {
  const crowd = (n: number) => people(...Array.from({ length: n }, (_, i) => `v${i}@victim.example`));

  test("stay in copy, each once, without the shop and the customer", async () => {
    const { to, cc } = await answering({
      cc: people("a@x.example", "A@x.example", "Mia@mail.example", "b@x.example", ""),
    });
    expect({ to, cc }).toEqual({ to: [mia], cc: ["a@x.example", "b@x.example"] });
  });

  test("are carried over up to a limit; a crowd is left out as a whole, and the agent is told", async () => {
    const allowed = await answering({ cc: crowd(maxCarriedCc) });
    expect([allowed.cc.length, allowed.warnings]).toEqual([maxCarriedCc, []]);
    const flooded = await answering({ cc: crowd(600) });
    expect([flooded.to, flooded.cc, flooded.warnings]).toEqual([[mia], [], ["cc_left_out"]]);
    expect(flooded.messages[0]).toContain("600");
  });

  test("are left out when the mail is not its sender's", async () => {
    const answer = await answering({ cc: crowd(1), senderVerified: false });
    expect([answer.to, answer.cc, answer.warnings]).toEqual([[mia], [], ["cc_left_out"]]);
  });
});

test("another workspace is not told whom an answer would go to", async () => {
  const system = await aWorkspace(db);
  const connection = await aConnection(system);
  await receive(db, [aMessage({ workspaceId: system.workspaceId, connectionId: connection.id })]);
  const [row] = await listConversations(system, { folder: "open", limit: 1 });
  const stranger = await aMember(await aWorkspace(db));
  await expect(previewRecipients(stranger, row!.id)).rejects.toMatchObject({ code: "not_found" });
});
