import { and, desc, eq } from "drizzle-orm";
import { allow } from "../access/index.ts";
import { getCustomer, isSamePerson } from "../customers/index.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { customerMemories, type Memory } from "./tables.ts";

/** What is kept of a customer, and of whom was merged into her, newest first. @throws NotFound */
export async function listMemories(ctx: Context, { customerId }: { customerId: string }): Promise<Memory[]> {
  allow(ctx, "customers:read");
  await getCustomer(ctx, customerId);
  return memoriesOf(ctx, customerId);
}

/** The same for who has read the customer. */
export async function memoriesOf(ctx: Context, customerId: string): Promise<Memory[]> {
  const { workspaceId, createdAt, id } = customerMemories;
  return read(ctx, (q) =>
    q
      .select()
      .from(customerMemories)
      .where(and(eq(workspaceId, ctx.workspaceId), isHers(ctx, customerId)))
      .orderBy(desc(createdAt), desc(id)),
  );
}

/** Hers, whoever of the same person it was kept of. */
export function isHers(ctx: Context, customerId: string) {
  return isSamePerson(ctx, customerMemories.customerId, customerId);
}
