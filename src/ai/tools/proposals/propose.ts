import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { type Action, getAction, type Instruction, planAction } from "../../../domain/actions/index.ts";
import type { Order } from "../../../domain/commerce/index.ts";
import { getConversation } from "../../../domain/conversations/index.ts";
import type { Context } from "../../../domain/workspaces/index.ts";
import { type Grant, refusal } from "../tool.ts";
import { describeProposal } from "./describe-proposal.ts";
import { termsOf } from "./terms-of.ts";

/** How long a tool waits for the shop, which a worker asks. */
const longestWaitMs = 12_000;
const lookEveryMs = 150;
/** How long she may take to say yes. Whatever she says, the shop is asked again before anything is done. */
const chatHoldsMs = 30 * 60_000;
const mailHoldsMs = 3 * 24 * 3_600_000;

/**
 * Plans what the customer wants and waits for what the shop says it would do. Nothing happens yet: she is told, and
 * what she answers decides. A turn that runs again finds what it planned before.
 *
 * @throws refusals: what the shop says (fulfilled, exceeds_refundable …), policy_refused, shop_silent.
 */
export async function propose(grant: Grant, wanted: { instruction: Instruction; order?: Order }): Promise<object> {
  const { ctx, conversationId, customerId, runId, evidence } = grant;
  const { instruction, order } = wanted;
  const { channel } = await getConversation(ctx, conversationId);
  const { id } = await planAction(ctx, {
    ...{ instruction, conversationId, openForMs: channel === "email" ? mailHoldsMs : chatHoldsMs },
    ...(order ? { orderId: order.id } : { customerId }),
    clientId: clientIdOf(runId, instruction, order),
  });
  const action = await settled(ctx, id, ({ state, preview }) => state !== "planned" || preview !== null);
  refuseHopeless(action);
  const shown = {
    ...describeProposal(action, order?.name ?? null),
    mustName: (await termsOf(grant, action)).map(({ text }) => text),
  };
  // An address is the model's own words: it grounds nothing that is said.
  const isOfShop = instruction.kind !== "order.change_address";
  evidence.facts.push(JSON.stringify(isOfShop ? shown : { ...shown, lines: [], mustName: [] }));
  return {
    ...shown,
    note: "Nothing is done yet. Tell her exactly this, with all that `mustName` lists as it stands there, and ask whether she wants it. Only when she has answered yes can it be confirmed.",
  };
}

/** Waits until it is as wished, or for as long as a turn can. */
export async function settled(ctx: Context, actionId: string, isEnough: (action: Action) => boolean): Promise<Action> {
  for (let waitedMs = 0; ; waitedMs += lookEveryMs) {
    const action = await getAction(ctx, actionId);
    if (isEnough(action) || waitedMs >= longestWaitMs) return action;
    await wait(lookEveryMs);
  }
}

function refuseHopeless({ state, preview, trouble, verdict }: Action): void {
  if (state !== "planned" && trouble) throw refusal(trouble.code, trouble.message);
  if (!preview) throw refusal("shop_silent", "The shop has not answered: say that a colleague will look, or hand over");
  if (preview.refusal) throw refusal(preview.refusal.code, preview.refusal.message);
  if (verdict?.outcome === "deny") {
    throw refusal("policy_refused", `The shop does not allow it: ${verdict.reasons.join(", ")}`);
  }
}

/** The same in the same turn is the same proposal. */
function clientIdOf(runId: string, instruction: Instruction, order: Order | undefined): string {
  const said = JSON.stringify([instruction, order?.id ?? null]);
  return `${runId}-${createHash("sha256").update(said).digest("hex").slice(0, 32)}`;
}
