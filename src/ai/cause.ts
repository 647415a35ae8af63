import { getAction } from "../domain/actions/index.ts";
import type { Run } from "../domain/automation/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { actingFor } from "./acting-for.ts";

const reminder =
  "The customer has not answered the shop's newest message for days. Remind her once of what is open: two or three friendly sentences, at most one question, nothing new, no pressure, no discount. If nothing is left for her to answer or decide, do not reply.";

/** What a turn is to do, if it was begun for no message, in words of ours: what a shop says of it is not among them. */
export async function causeInWords(ctx: Context, run: Pick<Run, "id" | "because">): Promise<string | null> {
  if (!run.because) return null;
  if (run.because.kind === "silence") return reminder;
  const { kind, state, trouble } = await getAction(actingFor(ctx, run, ["actions:read"]), run.because.id);
  const why = trouble ? ` (${trouble.code.replaceAll("_", " ")})` : "";
  const ended = `what was asked of the shop (${kind.replaceAll(/[._]/g, " ")}) is ${state.replaceAll("_", " ")}${why}`;
  return `Something that was begun for the customer has ended: ${ended}. Tell her what came of it.`;
}
