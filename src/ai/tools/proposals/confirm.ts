import { z } from "zod";
import { type Action, listActions, requestAction } from "../../../domain/actions/index.ts";
import { inTransaction } from "../../../domain/events/index.ts";
import { builtIn, readSwitches, standingOf } from "../../../domain/tool-switches/index.ts";
import { now } from "../../../platform/clock.ts";
import type { Deed } from "../../deed-words.ts";
import type { Evidence } from "../../evidence.ts";
import { money } from "../describe-order.ts";
import { defineTool, type Grant, refusal } from "../tool.ts";
import { refuseWithoutConsent } from "./consent-to.ts";
import { refOf } from "./describe-proposal.ts";
import { settled } from "./propose.ts";
import { termsOf } from "./terms-of.ts";

const standing = builtIn("confirm");

export const confirm = defineTool({
  ...standing,
  description:
    "Has a proposal done that the customer was told of and has said yes to in her newest message. Give its name as proposed or as list_proposals shows it. Tells what came of it: done, waiting_for_approval (a colleague decides; say so), in_progress, or refused.",
  input: z.strictObject({ proposal: z.string() }),
  may: ["actions:read", "actions:request"],
  async run(grant, { proposal }) {
    const action = await findProposal(grant, proposal);
    if (action.state === "planned") {
      await refuseWithoutConsent(grant, action);
      await ask(grant, action);
    }
    const ended = await settled(
      grant.ctx,
      action.id,
      ({ state }) => !["approved", "executing", "planned"].includes(state),
    );
    const outcome = outcomeOf(ended);
    noteDone(grant.evidence, ended);
    grant.evidence.facts.push(JSON.stringify(outcome));
    return outcome;
  },
});

export const listProposals = defineTool({
  ...builtIn("list_proposals"),
  description: "What was proposed to this customer in this conversation, newest first, and what came of each.",
  input: z.strictObject({}),
  may: ["actions:read"],
  async run(grant) {
    const actions = (await proposalsOf(grant)).slice(0, 10);
    for (const action of actions) noteDone(grant.evidence, action);
    const proposals = await Promise.all(actions.map((action) => outcomeWithTerms(grant, action)));
    grant.evidence.facts.push(JSON.stringify(proposals));
    return { proposals };
  },
});

/** Proposed by the AI in this very conversation to this very customer, newest first. */
async function proposalsOf({ ctx, conversationId, customerId }: Grant): Promise<Action[]> {
  const all = await listActions(ctx, { conversationId, limit: 50 });
  return all.filter(({ requestedBy, customerId: whose }) => requestedBy.type === "ai" && whose === customerId);
}

async function findProposal(grant: Grant, proposal: string): Promise<Action> {
  const found = (await proposalsOf(grant)).find((action) => refOf(action) === proposal.trim());
  if (!found) throw refusal("no_such_proposal", "There is no such proposal in this conversation");
  return found;
}

/** The switches and the grant are asked once more in the very transaction that asks for it. */
async function ask({ ctx, expiresAt }: Grant, { id: actionId, preview }: Action): Promise<void> {
  if (!preview) throw refusal("shop_silent", "The shop has not said yet what it would do");
  await inTransaction(ctx, async (tx) => {
    const switches = await readSwitches(tx);
    if (switches.stop || !standingOf(switches, standing).isOn || now() >= expiresAt) {
      throw refusal("switched_off", "The shop has stopped this meanwhile");
    }
    await requestAction(tx, { actionId, fingerprint: preview.fingerprint });
  });
}

/** What an answer may say was done. */
export function noteDone(evidence: Evidence, { kind, state, instruction }: Action): void {
  if (state === "awaiting_approval") evidence.done.add("send");
  if (state !== "done") return;
  for (const deed of deedsOf[kind] ?? ["send"]) evidence.done.add(deed);
  if (instruction?.kind === "order.return" && instruction.exchange.length > 0) evidence.done.add("exchange");
}

const deedsOf: Partial<Record<Action["kind"], readonly Deed[]>> = {
  "order.cancel": ["cancel", "refund"],
  "order.refund": ["refund"],
  "order.edit": ["change"],
  "order.change_address": ["change"],
  "store_credit.add": ["credit"],
};

const states: Partial<Record<Action["state"], string>> = {
  planned: "open",
  awaiting_approval: "waiting_for_approval",
  approved: "in_progress",
  executing: "in_progress",
  unknown: "in_progress",
};

async function outcomeWithTerms(grant: Grant, action: Action) {
  const outcome = outcomeOf(action);
  if (outcome.state !== "open" || !action.preview) return outcome;
  return { ...outcome, mustName: (await termsOf(grant, action)).map(({ text }) => text) };
}

function outcomeOf(action: Action) {
  const { kind, preview, result, verdict } = action;
  const cost = result?.cost ?? preview?.customerCost;
  const denied = verdict?.outcome === "deny" ? { code: "policy_refused", message: verdict.reasons.join(", ") } : null;
  // Planned, and refused as soon as the shop or the policy looked at it: there is nothing to ask her.
  const hopeless = action.state === "planned" ? (preview?.refusal ?? denied) : null;
  const [state, trouble] = hopeless ? (["refused", hopeless] as const) : [action.state, action.trouble];
  return {
    proposal: refOf(action),
    what: kind,
    order: preview?.facts.orderName ?? null,
    state: states[state] ?? state,
    amount: cost && cost.minor > 0 ? money(cost.minor, cost.currency) : null,
    reason: trouble && { code: trouble.code, message: trouble.message.slice(0, 300) },
    shown: result?.shown ?? null,
  };
}
