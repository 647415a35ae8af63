import type { Run } from "../domain/automation/index.ts";
import type { Conversation } from "../domain/conversations/index.ts";
import { isAtLeast } from "../domain/tool-switches/index.ts";
import { assuranceOf } from "../domain/verification/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { now } from "../platform/clock.ts";
import { noEvidence } from "./evidence.ts";
import type { Seen } from "./seen.ts";
import type { Grant, GrantLimits, Tool } from "./tools/tool.ts";

/** Longer than any turn takes; one that is taken up after its worker died is given a new grant, by what holds then. */
const holdsMs = 10 * 60_000;
const mostChanges = 6;

export const grantLimits = (): GrantLimits => ({ changesLeft: mostChanges });

/**
 * What one turn may do, by what the server knows about who writes. A code she may have given is read before.
 * @param reader reads only.
 * @param looked what was read of the conversation, and the transaction it is being read in.
 */
export async function grantFor(
  reader: Context,
  run: Run,
  conversation: Conversation,
  looked: { ctx?: Context; seen?: Seen } = {},
): Promise<Grant> {
  const { ctx = reader, ...seen } = looked;
  const assurance = await assuranceOf(ctx, conversation, seen);
  return grantOf(reader, run, conversation, { assurance, limits: grantLimits() });
}

/**
 * What a trial on a past message may do: look, as sure of who wrote as of what was written by then. Nothing may be
 * changed, and no code is looked for in what she wrote: to find one would change what she may do.
 */
export async function grantForTrial(ctx: Context, run: Run, conversation: Conversation): Promise<Grant> {
  const assurance = await assuranceOf(ctx, conversation, { upTo: run.lastMessageId });
  return grantOf(ctx, run, conversation, { assurance, limits: { changesLeft: 0 } });
}

function grantOf(
  ctx: Context,
  { id: runId }: Run,
  { id: conversationId, customerId }: Conversation,
  given: Pick<Grant, "assurance" | "limits">,
): Grant {
  const expiresAt = new Date(now().getTime() + holdsMs);
  return { ctx, runId, conversationId, customerId, ...given, expiresAt, evidence: noEvidence() };
}

/** What is written down of it with every question: whoever asks later why a turn did so little, or so much, reads it. */
export function grantOnRecord({ assurance, limits, expiresAt }: Grant, tools: readonly Tool[]) {
  return {
    ...{ assurance, changesLeft: limits.changesLeft, expiresAt: expiresAt.toISOString() },
    tools: tools.map(({ name, needs }) => ({ name, isAllowed: isAtLeast(assurance, needs) })),
  };
}
