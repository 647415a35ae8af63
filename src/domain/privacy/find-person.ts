import { inWorkspaces } from "../../platform/db.ts";
import { customersOfShop } from "../commerce/index.ts";
import { findCustomers, identifyCustomers } from "../customers/index.ts";
import type { Context } from "../workspaces/index.ts";

/** A person as a provider names her: each may be missing. */
export interface Named {
  externalId: string | null;
  email: string | null;
  phone: string | null;
}

interface Of {
  connectionId: string;
  person: Named;
}

/**
 * Who of ours a provider means: by its own id and her email. A phone number is shared by a household, so it only counts
 * where there is nothing else.
 */
export async function findPerson(ctx: Context, { connectionId, person }: Of): Promise<string[]> {
  const { externalId, email, phone } = person;
  const inShop = externalId === null ? [] : await customersOfShop(ctx, { connectionId, externalId });
  const sure = await customersCalled(ctx, [
    ...(externalId === null ? [] : [{ kind: "shopify" as const, value: externalId }]),
    ...(email === null ? [] : [{ kind: "email" as const, value: email }]),
  ]);
  const found = [...new Set([...inShop, ...sure])];
  if (found.length > 0 || phone === null) return found;
  return customersCalled(ctx, [{ kind: "phone", value: phone }]);
}

/**
 * Somebody who never wrote to us may still stand in what the shop sent: she gets a customer of her own, so that
 * everything about her can be found, and goes, in the one way there is.
 */
export async function findOrNamePerson(ctx: Context, of: Of): Promise<string[]> {
  const found = await findPerson(ctx, of);
  if (found.length > 0) return found;
  const { externalId, email, phone } = of.person;
  const kind = email !== null ? "email" : externalId !== null ? "shopify" : "phone";
  const value = email ?? externalId ?? phone;
  if (value === null) return [];
  const { workspaceId } = ctx;
  const named = { workspaceId, kind, value, name: "Somebody the shop named" } as const;
  const { customerOf } = await inWorkspaces(ctx.db.app, [workspaceId], (tx) => identifyCustomers(tx, [named]));
  return [customerOf(named)];
}

async function customersCalled(
  { db, workspaceId }: Context,
  addresses: { kind: "email" | "phone" | "shopify"; value: string }[],
): Promise<string[]> {
  if (addresses.length === 0) return [];
  const asked = addresses.map((address) => ({ ...address, workspaceId }));
  const found = await inWorkspaces(db.app, [workspaceId], (tx) => findCustomers(tx, asked));
  return found.map(({ customerId }) => customerId);
}
