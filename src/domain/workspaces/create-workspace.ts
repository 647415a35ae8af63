import { eq } from "drizzle-orm";
import { builtOnce, type Given } from "../../platform/built-once.ts";
import { type Database, inWorkspace } from "../../platform/db.ts";
import { NotFound } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { read } from "../events/index.ts";
import { seedStatuses } from "../statuses/index.ts";
import type { Context } from "./context.ts";
import { type Workspace, workspaces } from "./tables.ts";

/**
 * Opens a merchant's account; its first member is added by `addMember`.
 * @param wanted.id for who may have to do it again: safe to repeat with it.
 */
export async function createWorkspace(
  db: Database,
  { id = newId(), name }: { id?: string; name: string },
): Promise<Workspace> {
  return inWorkspace(db.app, { workspaceIds: [id] }, async (q) => {
    const [row] = await q.insert(workspaces).values({ id, name }).onConflictDoNothing().returning();
    if (row) await seedStatuses(q, id);
    return row ?? (await workspaceById(q, { id }))[0]!;
  });
}

export async function getWorkspace(ctx: Context): Promise<Workspace> {
  const [row] = await read(ctx, (q) => workspaceById(q, { id: ctx.workspaceId }));
  if (!row) throw new NotFound("Workspace", ctx.workspaceId);
  return row;
}

const workspaceById = builtOnce((q, given: Given<{ id: string }>) =>
  q.select().from(workspaces).where(eq(workspaces.id, given.id)),
);
