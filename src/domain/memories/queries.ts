import { and, desc, eq, type Placeholder } from "drizzle-orm";
import { builtOnce, type Given } from "../../platform/built-once.ts";
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
  return read(ctx, (q) => hers(q, { workspaceId: ctx.workspaceId, customerId }));
}

const hers = builtOnce((q, given: Given<{ workspaceId: string; customerId: string }>) =>
  q
    .select()
    .from(customerMemories)
    .where(and(eq(customerMemories.workspaceId, given.workspaceId), isHers(given, given.customerId)))
    .orderBy(desc(customerMemories.createdAt), desc(customerMemories.id)),
);

/** Hers, whoever of the same person it was kept of. */
export function isHers(ctx: Parameters<typeof isSamePerson>[0], customerId: string | Placeholder) {
  return isSamePerson(ctx, customerMemories.customerId, customerId);
}
