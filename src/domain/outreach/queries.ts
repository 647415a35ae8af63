import { and, desc, eq, lt, or } from "drizzle-orm";
import { allow } from "../access/index.ts";
import { getCustomer, isSamePerson } from "../customers/index.ts";
import { read, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type Outreach, outreaches } from "./tables.ts";

/** Newest first; `after` is the last row of the page before. @throws NotFound for an unknown customer. */
export async function listOutreaches(
  ctx: Context,
  page: { customerId: string; limit: number; after?: Pick<Outreach, "createdAt" | "id"> },
): Promise<Outreach[]> {
  allow(ctx, "conversations:read");
  await getCustomer(ctx, page.customerId);
  const { createdAt, id } = outreaches;
  return read(ctx, (q) =>
    q
      .select()
      .from(outreaches)
      .where(
        and(
          eq(outreaches.workspaceId, ctx.workspaceId),
          isSamePerson(ctx, outreaches.customerId, page.customerId),
          page.after &&
            or(lt(createdAt, page.after.createdAt), and(eq(createdAt, page.after.createdAt), lt(id, page.after.id))),
        ),
      )
      .orderBy(desc(createdAt), desc(id))
      .limit(page.limit),
  );
}

export async function findOutreach(ctx: Context, outreachId: string): Promise<Outreach | null> {
  const [row] = await read(ctx, (q) => q.select().from(outreaches).where(isOutreach(ctx, outreachId)));
  return row ?? null;
}

/** Takes its lock: of two who decide at once, the second finds it decided. */
export async function lockOutreach(tx: TxContext, outreachId: string): Promise<Outreach | null> {
  const [row] = await tx.q.select().from(outreaches).where(isOutreach(tx, outreachId)).for("update");
  return row ?? null;
}

function isOutreach(ctx: Context, outreachId: string) {
  return and(eq(outreaches.workspaceId, ctx.workspaceId), eq(outreaches.id, outreachId));
}
