import { beforeAll } from "@jest/globals";
import { getConversation, listMessages, type ReceivedMessage } from "../../../src/domain/conversations/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import { type Database, inWorkspaces } from "../../../src/platform/db.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../../support/factories.ts";
import { until } from "../../support/until.ts";

export let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});
export const mia = { address: "mia@mail.example", name: "Mia Berg" };
export const tom = { address: "tom@mail.example", name: "Tom Reed" };

/** A shop with a mailbox; mail goes by names of threads, and each message is called by its text. */
export async function aMailbox(on: Database = db) {
  const ctx = await aWorkspace(on);
  const agent = await aMember(ctx, "agent", "Ada Holm");
  const mailbox = await aConnection(ctx);
  const shop = { address: mailbox.account, name: "Shop" };
  const at = { workspaceId: ctx.workspaceId, connectionId: mailbox.id };
  let minute = 0;
  const start = Date.now() - 40 * 24 * 3_600_000;
  /** A letter in a thread; its text names it, also in what cites it. */
  const letter = (thread: string, text: string, changes: Partial<ReceivedMessage> & { who?: typeof mia } = {}) => {
    const { who = mia, ...others } = changes;
    return aMessage(at, {
      ...{ threadKey: thread, subject: thread, text, from: who, to: [shop], rfcMessageId: rfcId(text) },
      ...{ customer: { kind: "email", value: who.address, name: who.name } },
      sentAt: new Date(start + minute++ * 60_000),
      ...others,
    });
  };
  const answer = (thread: string, text: string, changes: Partial<ReceivedMessage> = {}) =>
    letter(thread, text, { direction: "outbound", from: shop, to: [mia], ...changes });
  const come = async (...letters: ReceivedMessage[]) => {
    for (const one of letters) await receive(on, [one]);
  };
  const conversationOf = async (thread: string) => {
    const [row] = await inWorkspaces(on.app, [ctx.workspaceId], (tx) => {
      return tx<{ id: string }[]>`select id from conversations where thread_key = ${thread}`;
    });
    return row!.id;
  };
  const messageOf = async (text: string) => {
    const [row] = await inWorkspaces(on.app, [ctx.workspaceId], (tx) => {
      return tx<{ id: string; conversationId: string }[]>`
        select id, conversation_id as "conversationId" from messages where text = ${text}`;
    });
    return row!;
  };
  /** The texts of a conversation, oldest first. */
  const texts = async (conversationId: string) => {
    const rows = await listMessages(agent, { conversationId, limit: 100 });
    return rows.map(({ text }) => text).reverse();
  };
  return { ctx, agent, mailbox, shop, at, letter, answer, come, conversationOf, messageOf, texts };
}
export type Mailbox = Awaited<ReturnType<typeof aMailbox>>;

/** Two conversations of Mia: in the first she waits, the second was answered. */
export async function aPair() {
  const box = await aMailbox();
  const { letter, answer, come, conversationOf } = box;
  await come(letter("a", "a 1"), letter("b", "b 1"), answer("b", "b 2"), letter("a", "a 2"));
  return { ...box, a: await conversationOf("a"), b: await conversationOf("b") };
}

export function rfcId(text: string): string {
  return `<${text.replaceAll(/\W/g, "-")}@mail.example>`;
}

/** Everything a row says that undoing has to bring back, and its messages with their places. */
export async function stateOf(ctx: Context, conversationId: string) {
  const { arrangement, lastMessageId, ...row } = await getConversation(ctx, conversationId);
  const messages = await inWorkspaces(ctx.db.app, [ctx.workspaceId], (tx) => {
    return tx`
      select text, position, kind, state, client_message_id, home_conversation_id, home_position, moved_by
      from messages where conversation_id = ${conversationId} order by position`;
  });
  const [tags] = await inWorkspaces(ctx.db.app, [ctx.workspaceId], (tx) => {
    return tx`select count(*)::int as n from conversation_tags where conversation_id = ${conversationId}`;
  });
  return { ...row, lastMessage: lastMessageId, messages: messages.map((message) => ({ ...message })), tags: tags!.n };
}

/** What happens next is later than what was, also by the clock of the database. */
export async function tick(): Promise<void> {
  const then = Date.now() + 2;
  await until(() => Date.now() > then, { everyMs: 1 });
}
