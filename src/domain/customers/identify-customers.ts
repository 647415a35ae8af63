import type { RawTransaction } from "../../platform/db.ts";
import { newId } from "../../platform/ids.ts";
import { customersByIdentity, insertMissingCustomers, type WantedIdentity } from "./queries.ts";
import type { Identity } from "./tables.ts";

export interface Address {
  workspaceId: string;
  kind: Identity["kind"];
  value: string;
  name: string;
}

export interface Identified {
  /** The customer behind an address; every address asked for has one. */
  customerOf(address: Pick<Address, "workspaceId" | "kind" | "value">): string;
  /** Customers that did not exist before. */
  created: { workspaceId: string; customerId: string }[];
}

/** Finds or makes the customers behind many addresses at once, inside the caller's transaction. */
export async function identifyCustomers(tx: RawTransaction, addresses: readonly Address[]): Promise<Identified> {
  const wanted = new Map<string, WantedIdentity>();
  for (const address of addresses) {
    const value = normalise(address);
    const name = address.name.trim() || address.value;
    wanted.set(keyOf({ ...address, value }), { ...address, value, name, customerId: newId(), identityId: newId() });
  }
  const owners = new Map<string, string>();
  const learn = async (some: WantedIdentity[]) => {
    for (const row of await customersByIdentity(tx, some)) owners.set(keyOf(row), row.customerId);
  };
  await learn([...wanted.values()]);
  const missing = [...wanted].filter(([key]) => !owners.has(key)).map(([, identity]) => identity);
  const created = missing.length === 0 ? [] : await insertMissingCustomers(tx, missing);
  if (missing.length > 0) await learn(missing);
  return { created, customerOf: (address) => owners.get(keyOf({ ...address, value: normalise(address) }))! };
}

/** The customers behind addresses, each once; an address nobody has is left out. */
export async function findCustomers(
  tx: RawTransaction,
  addresses: readonly Pick<Address, "workspaceId" | "kind" | "value">[],
): Promise<{ workspaceId: string; customerId: string }[]> {
  const found = await customersByIdentity(
    tx,
    addresses.map((address) => ({ ...address, value: normalise(address) })),
  );
  return [...new Map(found.map(({ workspaceId, customerId }) => [customerId, { workspaceId, customerId }])).values()];
}

function normalise({ kind, value }: { kind: string; value: string }): string {
  return kind === "email" ? value.trim().toLowerCase() : value.trim();
}

function keyOf({ workspaceId, kind, value }: { workspaceId: string; kind: string; value: string }): string {
  return `${workspaceId} ${kind} ${value}`;
}
