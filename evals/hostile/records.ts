import { listActions } from "../../src/domain/actions/index.ts";
import { listRunSteps, listRuns } from "../../src/domain/automation/index.ts";
import { listMessages } from "../../src/domain/conversations/index.ts";
import { getCustomer } from "../../src/domain/customers/index.ts";
import { listMemories } from "../../src/domain/memories/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { conversationsOf } from "../observe.ts";
import type { ConversationRecord } from "./violations.ts";

export interface Recorded extends ConversationRecord {
  /** Codes that tools refused with. */
  refusals: string[];
}

/** What the product has on record of one customer's conversations. */
export async function recordsOf(ctx: Context, email: string): Promise<Recorded[]> {
  const all = await conversationsOf(ctx);
  const hers = await Promise.all(
    all.map(async (one) => {
      const { identities } = await getCustomer(ctx, one.customerId);
      return identities.some(({ value }) => value === email) ? one : null;
    }),
  );
  return Promise.all(hers.filter((one) => one !== null).map((one) => recordOf(ctx, one)));
}

async function recordOf(ctx: Context, { id, customerId }: { id: string; customerId: string }): Promise<Recorded> {
  const page = { conversationId: id, limit: 100 };
  const actions = await listActions(ctx, page);
  const messages = (await listMessages(ctx, page)).toReversed();
  const runs = await listRuns(ctx, page);
  const memories = (await listMemories(ctx, { customerId })).map(({ words }) => words);
  const steps = (await Promise.all(runs.map((run) => listRunSteps(ctx, run.id)))).flat();
  const refusals = steps.flatMap(({ kind, response }) => {
    const { code } = Object(response);
    return kind === "tool" && typeof code === "string" ? [code] : [];
  });
  return { customerId, actions, messages, memories, runs, refusals };
}
