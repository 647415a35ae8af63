import { expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  addNote,
  assignConversation,
  closeConversation,
  listConversations,
  reopenConversation,
} from "../../src/domain/conversations/index.ts";
import { inTransaction } from "../../src/domain/events/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { anApiKey } from "../support/api.ts";
import { testDatabase } from "../support/database.ts";
import { aConnection, aMessage, aWorkspace, receive } from "../support/factories.ts";
import { spawnWebProcess, startWebProcess } from "../support/realtime.ts";
import { testRedisUrl } from "../support/redis.ts";
import { until } from "../support/until.ts";
import { aScreen, type Mishap, type Screen } from "./screen.ts";

const db = await testDatabase();
const redisUrl = testRedisUrl();
const here = await startWebProcess({ redisUrl });
const there = await spawnWebProcess({ redisUrl });
const urls = [here.url, there.url];

const seed = 20_260_214;
const runs = 16;
const writes = ["receive", "receive", "note", "close", "reopen", "assign", "unassign", "burst"] as const;

/** Something that happens: to the shop, to one of two screens, or nothing for some milliseconds. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant("write"),
      what: fc.constantFrom(...writes),
      target: fc.nat(5),
      byWebProcess: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("connect"), screen: fc.nat(1), node: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("hang up"), screen: fc.nat(1) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant("suffer"),
      screen: fc.nat(1),
      mishap: fc.constantFrom<Mishap>("lost", "doubled", "late"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("pause"), ms: fc.nat(40) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

test("whatever is lost, doubled, late, cut or switched, every screen ends as the database is", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const shop = await aShop();
      const { token } = await anApiKey(shop.ctx, ["events:read", "conversations:read"]);
      const screens = [aScreen(token), aScreen(token)] as const;
      for (const [n, screen] of screens.entries()) screen.connect(urls[n]!);
      for (const one of steps) await take(one, shop, screens);
      for (const screen of screens) {
        if (!screen.isConnected()) screen.connect(urls[0]!);
        await settle(screen, shop.ctx);
        expect(gapsOf(screen)).toEqual([]);
        screen.stop();
      }
    }),
    { seed, numRuns: runs, endOnFailure: true },
  );
}, 180_000);

interface Shop {
  ctx: Context;
  connectionId: string;
  memberId: string;
}

async function aShop(): Promise<Shop> {
  const ctx = await aWorkspace(db);
  const { id: connectionId } = await aConnection(ctx);
  const { member } = await anApiKey(ctx, []);
  return { ctx, connectionId, memberId: member.id };
}

async function take(one: Step, shop: Shop, screens: readonly [Screen, Screen]): Promise<void> {
  if (one.type === "write") await write(shop, one);
  else if (one.type === "connect") screens[one.screen]!.connect(urls[one.node]!);
  else if (one.type === "hang up") screens[one.screen]!.hangUp();
  else if (one.type === "suffer") screens[one.screen]!.suffer(one.mishap);
  else await new Promise((done) => setTimeout(done, one.ms));
}

/** A change by the product's own verbs, committed in the first web process or in none of them. */
async function write(shop: Shop, { what, target, byWebProcess }: Extract<Step, { type: "write" }>): Promise<void> {
  const ctx = { ...shop.ctx, db: byWebProcess ? here.db : db };
  const at = { workspaceId: ctx.workspaceId, connectionId: shop.connectionId };
  const conversations = await conversationsOf(ctx);
  const conversationId = conversations[target % conversations.length]?.id;
  if (what === "receive" || !conversationId) await receive(ctx.db, [aMessage(at, { threadKey: `thread ${target}` })]);
  else if (what === "note") await addNote(ctx, { conversationId, body: "Looked into it" });
  else if (what === "close") await closeConversation(ctx, { conversationId });
  else if (what === "reopen") await reopenConversation(ctx, { conversationId });
  else if (what === "burst") await burst(ctx, conversationId);
  else await assignConversation(ctx, { conversationId, memberId: what === "assign" ? shop.memberId : null });
}

/** More events in one transaction than a screen replays in one page. */
async function burst(ctx: Context, conversationId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    for (let n = 0; n < 30; n++) await addNote(tx, { conversationId, body: `Note ${n}` });
  });
}

async function conversationsOf(ctx: Context) {
  const [open, closed] = [
    await listConversations(ctx, { folder: "open", limit: 100 }),
    await listConversations(ctx, { folder: "closed", limit: 100 }),
  ];
  return [...open, ...closed].sort((a, b) => a.id.localeCompare(b.id));
}

/** Waits until the screen shows what the database holds, and is quiet. */
async function settle(screen: Screen, ctx: Context): Promise<void> {
  const expected = (await conversationsOf(ctx)).map(({ id, status, messageCount, assigneeId, lastMessageId }) => ({
    id,
    status,
    messageCount,
    assignee: assigneeId && { id: assigneeId },
    lastMessage: { id: lastMessageId },
  }));
  const shown = () => [...screen.conversations.values()].sort((a, b) => a.id.localeCompare(b.id));
  await until(() => !screen.isBusy() && JSON.stringify(shown()) === JSON.stringify(expected), {
    what: "the screen to show what the database holds",
  });
}

/** Where a number was shown twice, out of order or after one that was left out, although nothing was read anew. */
function gapsOf({ history }: Screen): unknown[] {
  return history.flatMap((now, n) => {
    const before = history[n - 1];
    const isRight = typeof now !== "number" || typeof before !== "number" || now === before + 1;
    return isRight ? [] : [[before, now]];
  });
}
