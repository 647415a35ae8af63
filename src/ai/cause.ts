import { getAction } from "../domain/actions/index.ts";
import { isOutreach, type Run } from "../domain/automation/index.ts";
import type { Conversation } from "../domain/conversations/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { actingFor } from "./acting-for.ts";
import { overtaken } from "./no-draft.ts";
import { occasions } from "./occasions.ts";

const reminder =
  "The customer has not answered the shop's newest message for days. Remind her once of what is open: two or three friendly sentences, at most one question, nothing new, no pressure, no discount. If nothing is left for her to answer or decide, do not reply.";

/** What a turn is to do, if it was begun for no message, in words of ours: what a shop says of it is not among them. */
export async function causeInWords(ctx: Context, run: Pick<Run, "id" | "because">): Promise<string | null> {
  if (!run.because) return null;
  const { kind: cause, id } = run.because;
  if (cause === "silence") return reminder;
  if (cause !== "action") return occasions[cause].words;
  const { kind, state, trouble } = await getAction(actingFor(ctx, run, ["actions:read"]), id);
  const why = trouble ? ` (${trouble.code.replaceAll("_", " ")})` : "";
  const ended = `what was asked of the shop (${kind.replaceAll(/[._]/g, " ")}) is ${state.replaceAll("_", " ")}${why}`;
  return `Something that was begun for the customer has ended: ${ended}. Tell her what came of it.`;
}

/**
 * What the shop's records say of the occasion that the shop writes first for, as data; null: it was begun for something
 * else.
 *
 * @throws NoDraft when it is over by now.
 */
export async function occasionOf(
  ctx: Context,
  { because }: Pick<Run, "because">,
  { customerId }: Pick<Conversation, "customerId">,
): Promise<Record<string, unknown> | null> {
  if (!isOutreach(because)) return null;
  const { ended, shown } = await occasions[because.kind].look(ctx, { sourceId: because.id, customerId });
  if (ended) throw overtaken(ended);
  return shown;
}
