import { allow } from "../access/index.ts";
import { getCustomer } from "../customers/index.ts";
import type { Context } from "../workspaces/index.ts";
import { currentConsents, historyOf } from "./queries.ts";
import { addressKeyOf, identityKindOf } from "./rules.ts";
import { type Channel, type Consent, consents } from "./tables.ts";
import { type Purpose, purposes } from "./words.ts";

export const channels = consents.channel.enumValues;

/** What counts now for one address, channel and purpose. */
export interface Standing {
  channel: Channel;
  address: string;
  purpose: Purpose;
  /** unknown: she never said. Answers may go to her, advertising may not. */
  state: Consent["state"] | "unknown";
  consent: Consent | null;
}

/**
 * What a customer wants on every channel she has an address of, and all she ever said.
 * @throws NotFound also when she is another workspace's.
 */
export async function listConsents(
  ctx: Context,
  { customerId }: { customerId: string },
): Promise<{ standings: Standing[]; history: Consent[] }> {
  allow(ctx, "customers:read");
  const { identities } = await getCustomer(ctx, customerId);
  const standings: Standing[] = [];
  const keys = new Set<string>();
  for (const channel of channels) {
    const addresses = identities.filter(({ kind }) => kind === identityKindOf[channel]).map(({ value }) => value);
    const keyOf = new Map(addresses.map((address) => [address, addressKeyOf(ctx.workspaceId, channel, address)]));
    for (const key of keyOf.values()) keys.add(key);
    const current = await currentConsents(ctx, { channel, addressKeys: [...keyOf.values()] });
    for (const address of addresses) {
      for (const purpose of purposes) {
        const consent = current.find((one) => one.addressKey === keyOf.get(address) && one.purpose === purpose) ?? null;
        standings.push({ channel, address, purpose, state: consent?.state ?? "unknown", consent });
      }
    }
  }
  return { standings, history: await historyOf(ctx, [...keys]) };
}
