import { describe, expect, test } from "@jest/globals";
import { updateChannel } from "../../../src/domain/channels/index.ts";
import {
  closeConversation,
  type InboxRow,
  listConversations,
  listMessages,
  markSpam,
  reopenConversation,
} from "../../../src/domain/conversations/index.ts";
import { listEvents } from "../../../src/domain/events/index.ts";
import { useClock as setClock } from "../../../src/platform/clock.ts";
import { testDatabase } from "../../support/database.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../../support/factories.ts";

const db = await testDatabase();
const dayMs = 86_400_000;
const start = Date.now() - 400 * dayMs;
const shop = { address: "support@shop.example", name: "Shop" };
const mia = { address: "mia@mail.example", name: "Mia Berg" };

/** A thread of emails, in a workspace where one closed and quiet for ten days is continued in a new conversation. */
async function aThread(settings: { newAfterDays?: number | null; thanksKeepClosed?: boolean } = { newAfterDays: 10 }) {
  const system = await aWorkspace(db);
  const admin = await aMember(system, "admin");
  const { id: connectionId } = await aConnection(system);
  await updateChannel(admin, { channel: "email", ...settings });
  const at = { workspaceId: system.workspaceId, connectionId };
  const asks = (text: string, day: number, more: Partial<Parameters<typeof aMessage>[1]> = {}) =>
    aMessage(at, { threadKey: "t", text, sentAt: new Date(start + day * dayMs), ...more });
  const answers = (text: string, day: number) =>
    asks(text, day, { direction: "outbound", from: shop, to: [mia], rfcMessageId: `<${text}@shop.example>` });
  const rows = async () => {
    const found: InboxRow[] = [];
    for (const folder of ["open", "closed", "spam"] as const) {
      found.push(...(await listConversations(admin, { folder, limit: 50 })));
    }
    return found.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  };
  /** What stands in each conversation, in the order they were opened; the letter says its status. */
  const see = async () =>
    Promise.all(
      (await rows()).map(async ({ id, status }) => {
        const messages = await listMessages(admin, { conversationId: id, limit: 50 });
        return `${status}: ${messages.map(({ text }) => text).reverse()}`;
      }),
    );
  const closeAll = async (day: number) => {
    const putBack = setClock(() => new Date(start + day * dayMs));
    for (const { id } of await rows()) await closeConversation(admin, { conversationId: id });
    putBack();
  };
  return { admin, asks, answers, rows, see, closeAll, system };
}

describe("a customer who writes in a closed conversation", () => {
  test("reopens it within the quiet days, and begins a new one that continues it after them", async () => {
    const { admin, asks, see, rows, closeAll } = await aThread();
    await receive(db, [asks("first", 0)]);
    await closeAll(1);
    await receive(db, [asks("in time", 10.9)]);
    expect(await see()).toEqual(["open: first,in time"]);
    await closeAll(11);
    await receive(db, [asks("much later", 30)]);
    expect(await see()).toEqual(["closed: first,in time", "open: much later"]);
    const [former, next] = await rows();
    expect(next).toMatchObject({ continuesId: former!.id, customerId: former!.customerId });
    expect(former).toMatchObject({ continuedById: next!.id });
    const opened = (await listEvents(admin, { after: 0, limit: 100 })).events.filter(
      ({ name }) => name === "conversation.opened",
    );
    expect(opened.at(-1)!.data).toMatchObject({ conversationId: next!.id, continuesId: former!.id });
  });

  test("always reopens it where nothing is arranged, and in other channels' settings", async () => {
    const { admin, asks, see, closeAll } = await aThread({ newAfterDays: null });
    await updateChannel(admin, { channel: "sms", newAfterDays: 1 });
    await receive(db, [asks("first", 0)]);
    await closeAll(1);
    await receive(db, [asks("much later", 300)]);
    expect(await see()).toEqual(["open: first,much later"]);
  });

  test("goes on in the newest one, from one to the next", async () => {
    const { asks, see, rows, closeAll } = await aThread();
    for (const [n, day] of [0, 20, 40, 60].entries()) {
      await receive(db, [asks(`letter ${n}`, day)]);
      await closeAll(day + 1);
    }
    await receive(db, [asks("again", 62)]);
    expect(await see()).toEqual(["closed: letter 0", "closed: letter 1", "closed: letter 2", "open: letter 3,again"]);
    const found = await rows();
    expect(found.map(({ continuesId }) => continuesId)).toEqual([null, ...found.slice(0, 3).map(({ id }) => id)]);
  });

  test("who answers an old letter, by its Message-ID, comes to the newest one", async () => {
    const { asks, answers, see, closeAll } = await aThread();
    await receive(db, [asks("first", 0), answers("old answer", 0.5)]);
    await closeAll(1);
    await receive(db, [asks("much later", 30)]);
    const cites = ["<old answer@shop.example>"];
    await receive(db, [asks("to the old one", 31, { cites, threadKey: "another thread at the provider" })]);
    expect(await see()).toEqual(["closed: first,old answer", "open: much later,to the old one"]);
  });

  test("also when the arrangement was ended since", async () => {
    const { admin, asks, see, closeAll } = await aThread();
    await receive(db, [asks("first", 0)]);
    await closeAll(1);
    await receive(db, [asks("much later", 30)]);
    await updateChannel(admin, { channel: "email", newAfterDays: null });
    await receive(db, [asks("in the same thread", 90)]);
    expect(await see()).toEqual(["closed: first", "open: much later,in the same thread"]);
  });

  test("comes back to the first one when that was worked on since", async () => {
    const { admin, asks, answers, see, rows, closeAll } = await aThread();
    await receive(db, [asks("first", 0)]);
    await closeAll(1);
    await receive(db, [asks("much later", 30)]);
    const [former] = await rows();
    await reopenConversation(admin, { conversationId: former!.id });
    await receive(db, [asks("in the open one", 31)]);
    expect(await see()).toEqual(["open: first,in the open one", "open: much later"]);
    await receive(db, [answers("answer", 32)]);
    await closeConversation(admin, { conversationId: former!.id });
    await receive(db, [asks("Thanks", 33, { cites: ["<answer@shop.example>"] })]);
    expect((await see())[0]).toBe("open: first,in the open one,answer,Thanks");
  });
});

describe("a letter that is delivered", () => {
  test("late comes to where it would have come in time", async () => {
    const { asks, see, closeAll } = await aThread();
    await receive(db, [asks("first", 0), asks("third", 2)]);
    await closeAll(3);
    await receive(db, [asks("much later", 30)]);
    await receive(db, [asks("second", 1)]);
    expect(await see()).toEqual(["closed: first,second,third", "open: much later"]);
    await receive(db, [asks("before much later", 29), asks("after it", 31)]);
    expect(await see()).toEqual(["closed: first,second,third", "open: before much later,much later,after it"]);
  });

  test("twice, even at once, begins one conversation", async () => {
    const { asks, see, closeAll } = await aThread();
    await receive(db, [asks("first", 0)]);
    await closeAll(1);
    const letters = [asks("a", 30), asks("b", 31)];
    await Promise.all([0, 1, 2, 3].map((n) => receive(db, [letters[n % 2]!]).catch(() => 0)));
    await receive(db, letters);
    expect(await see()).toEqual(["closed: first", "open: a,b"]);
  });

  test("with others in one batch comes to where it would come alone", async () => {
    const { asks, see, closeAll } = await aThread();
    await receive(db, [asks("first", 0)]);
    await closeAll(1);
    await receive(db, [asks("reopens", 5), asks("much later", 30)]);
    expect(await see()).toEqual(["open: first,reopens,much later"]);
    await closeAll(31);
    await receive(db, [asks("a", 50), asks("b", 80)]);
    expect(await see()).toEqual(["closed: first,reopens,much later", "open: a,b"]);
  });
});

test("machines, colleagues and spam begin nothing", async () => {
  const { admin, asks, answers, see, rows, closeAll } = await aThread();
  await receive(db, [asks("first", 0)]);
  await closeAll(1);
  await receive(db, [answers("from the mailbox", 30), asks("on holiday", 31, { automatic: "auto-reply" })]);
  expect(await see()).toEqual(["closed: first,from the mailbox,on holiday"]);
  await markSpam(admin, { conversationId: (await rows())[0]!.id, spam: true });
  await receive(db, [asks("buy now", 90)]);
  expect(await see()).toEqual(["open: first,from the mailbox,on holiday,buy now"]);
  expect((await rows())[0]!.folder).toBe("spam");
});

describe("a bare thank you", () => {
  const answer = "Thanks a lot!\n\nMia\n\nOn 5 May 2026 Shop wrote:\n> It is on its way.";

  test("reopens a closed conversation, unless the workspace arranged otherwise", async () => {
    const { asks, see, closeAll } = await aThread({ thanksKeepClosed: false });
    await receive(db, [asks("first", 0)]);
    await closeAll(1);
    await receive(db, [asks("Thanks!", 2)]);
    expect(await see()).toEqual(["open: first,Thanks!"]);
  });

  test("is filed without reopening it where it is arranged; anything else reopens", async () => {
    const { asks, rows, closeAll } = await aThread({ thanksKeepClosed: true });
    await receive(db, [asks("first", 0)]);
    await closeAll(1);
    await receive(db, [asks(answer, 2)]);
    expect(await rows()).toMatchObject([{ status: "closed", messageCount: 2, waitingSince: null }]);
    await receive(db, [asks("Thanks! But where is the second one?", 3)]);
    expect(await rows()).toMatchObject([{ status: "open", messageCount: 3 }]);
  });
});

test("arranging channels needs the permission, and nonsense is refused", async () => {
  const { admin, system } = await aThread();
  const agent = await aMember(system);
  await expect(updateChannel(agent, { channel: "email", newAfterDays: 3 })).rejects.toMatchObject({
    code: "forbidden",
  });
  for (const newAfterDays of [0, -1, 1.5, 99_999, Number.NaN]) {
    const updated = updateChannel(admin, { channel: "email", newAfterDays });
    await expect(updated).rejects.toMatchObject({ code: "invalid_input" });
  }
});
