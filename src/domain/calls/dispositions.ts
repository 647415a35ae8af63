import { eq } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { inTransaction, read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { callDispositions } from "./tables.ts";

export const mostDispositions = 30;
export const longestDisposition = 60;

/** What a call can come to, until the workspace says what it wants to know. */
const usual: readonly string[] = ["Solved", "To be followed up", "Nobody reached", "Wrong number", "Unwanted call"];

/** In the order they are offered in. */
export async function getDispositions(ctx: Context): Promise<readonly string[]> {
  allow(ctx, "conversations:read");
  const [row] = await read(ctx, (q) =>
    q.select().from(callDispositions).where(eq(callDispositions.workspaceId, ctx.workspaceId)),
  );
  return row?.names ?? usual;
}

/** Counts for calls that are wrapped up from now on; what was said of others stays. Safe to repeat. */
export async function setDispositions(ctx: Context, names: readonly string[]): Promise<readonly string[]> {
  allow(ctx, "settings:manage");
  const wanted = names.map((name) => name.trim());
  if (new Set(wanted.map((name) => name.toLowerCase())).size < wanted.length) {
    throw new AppError("invalid_input", "Each outcome can be in the list once", { details: { field: "names" } });
  }
  return inTransaction(ctx, async (tx) => {
    const isThis = eq(callDispositions.workspaceId, tx.workspaceId);
    const row = { workspaceId: tx.workspaceId, id: newId(), names: [...usual] };
    await tx.q.insert(callDispositions).values(row).onConflictDoNothing({ target: callDispositions.workspaceId });
    const [before] = await tx.q.select().from(callDispositions).where(isThis).for("update");
    if (before!.names.join("\n") === wanted.join("\n")) return wanted;
    await tx.q.update(callDispositions).set({ names: wanted }).where(isThis);
    tx.emit({ name: "call_dispositions.changed", data: { count: wanted.length } });
    return wanted;
  });
}

/** @throws AppError("invalid_input") for what is not in the list, which is told. */
export async function checkDisposition(ctx: Context, name: string): Promise<void> {
  const known = await getDispositions(ctx);
  if (known.includes(name)) return;
  throw new AppError("invalid_input", `Choose one of: ${known.join(", ")}`, {
    details: { field: "disposition", choices: known },
  });
}
