import type { z } from "zod";
import type { Agent } from "../../src/ai/config.ts";
import { runTurn } from "../../src/ai/index.ts";
import { getDraft, listRunSteps, listRuns, type Run, scheduleRun } from "../../src/domain/automation/index.ts";
import { type OrderRecord, saveLookup } from "../../src/domain/commerce/index.ts";
import { listConversations, listMessages, type ReceivedMessage } from "../../src/domain/conversations/index.ts";
import { listEvents } from "../../src/domain/events/index.ts";
import {
  type GuidanceContent,
  getWorkingCopy,
  guidanceContent,
  publishGuidance,
  saveGuidance,
} from "../../src/domain/guidance/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import type { Database } from "../../src/platform/db.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../support/factories.ts";
import { anOrderRecord, aParcel, told } from "../support/shop-records.ts";

/** An order as Shopify's adapter would tell it; every value can be replaced. */
export function anOrder(overrides: Partial<OrderRecord> = {}): OrderRecord {
  const trackingNumber = "00373400123456789012";
  const parcel = aParcel({
    ...{ trackingCompany: "PostNord", trackingNumber },
    trackingUrl: `https://tracking.postnord.example/${trackingNumber}`,
    estimatedDeliveryAt: "2026-11-23T12:00:00Z",
  });
  return anOrderRecord({ fulfillments: [parcel], ...overrides });
}

/** A shopper's conversation with her order beside it, and what a test does with it. */
export async function aConversation(db: Database, first: Partial<ReceivedMessage> = {}) {
  const system = await aWorkspace(db, "Nordlys Candles");
  const mailbox = await aConnection(system);
  const shop = await aConnection(system, "shopify");
  const agent = await aMember(system);
  const at = { workspaceId: system.workspaceId, connectionId: mailbox.id };
  const write = (overrides: Partial<ReceivedMessage> = {}) =>
    receive(db, [aMessage(at, { threadKey: "t", ...overrides })]);
  await write(first);
  const [row] = await listConversations(agent, { folder: "open", limit: 1 });
  const { id: conversationId, customerId } = row!;
  const giveOrders = (orders: OrderRecord[], owner = customerId) =>
    saveLookup(system, {
      customerId: owner,
      connectionId: shop.id,
      record: told({ externalId: `gid://shopify/Customer/${owner}` }, orders),
    });
  await giveOrders([anOrder()]);
  return {
    system,
    agent,
    at,
    shop,
    conversationId,
    customerId,
    write,
    giveOrders,
    lastMessageId: async () => (await listMessages(agent, { conversationId, limit: 1 }))[0]!.id,
    draft: () => getDraft(agent, conversationId),
    runs: () => listRuns(agent, { conversationId, limit: 50 }),
    steps: (run: Run) => listRunSteps(agent, run.id),
    events: () => eventNames(agent),
    /** Asks for a turn and carries it out; gives the run as it ended. */
    async turn(ai: Agent): Promise<Run> {
      const run = await scheduleRun(system, { conversationId, delayMs: 0, again: true });
      await runTurn(system, { runId: run!.id }, ai);
      return (await listRuns(agent, { conversationId, limit: 50 })).find((one) => one.id === run!.id)!;
    },
  };
}

/** Publishes guidance: what is not named says nothing. */
export async function guide(ctx: Context, overrides: Partial<z.input<typeof guidanceContent>> = {}) {
  const nothing = { tone: "", languages: [], about: "", forbiddenTopics: [], handOverTopics: [], disclosure: "" };
  const rest = { handOverTeamId: null, procedures: [], modes: [] };
  const content: GuidanceContent = guidanceContent.parse({ ...nothing, ...rest, ...overrides });
  const { version } = await saveGuidance(ctx, { content, version: (await getWorkingCopy(ctx)).version });
  return publishGuidance(ctx, { version });
}

/** Everything is sent by itself at once, however sure we are of it. */
export const sendsAll = { channel: "any", intent: "any", mode: "auto", leastConfidence: "low" } as const;

async function eventNames(ctx: Context): Promise<string[]> {
  return (await listEvents(ctx, { after: 0, limit: 500 })).events.map((event) => event.name);
}

/** The jobs of a workspace that carry out turns, in the order enqueued. */
export async function turnJobs(db: Database, { workspaceId }: Pick<Context, "workspaceId">) {
  return db.system.sql<{ payload: { runId: string }; runAt: Date }[]>`
    select payload, run_at as "runAt" from jobs
    where workspace_id = ${workspaceId} and queue = 'ai' and name = 'run.turn' order by position`;
}
