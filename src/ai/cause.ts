import { getAction } from "../domain/actions/index.ts";
import type { Run } from "../domain/automation/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { actingFor } from "./acting-for.ts";

/** What a turn was begun for, if for no message, in words of ours: what a shop says of it is not among them. */
export async function causeInWords(ctx: Context, run: Pick<Run, "id" | "because">): Promise<string | null> {
  if (!run.because) return null;
  const { kind, state, trouble } = await getAction(actingFor(ctx, run, ["actions:read"]), run.because.id);
  const why = trouble ? ` (${trouble.code.replaceAll("_", " ")})` : "";
  return `what was asked of the shop (${kind.replaceAll(/[._]/g, " ")}) is ${state.replaceAll("_", " ")}${why}`;
}
