import { now } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { currentConsents, type ShopSaid, shopMarketing } from "./queries.ts";
import { announce, writerOf } from "./record-consent.ts";
import { addressKeyOf, hashOf } from "./rules.ts";
import { consents } from "./tables.ts";

/**
 * Takes over what shops know of who agreed to advertising and who took it back: of one customer, or of those of ours among
 * a shop's people. Only what is newer than what was said here for the address counts, and it is never about answers.
 * Safe to repeat.
 */
export async function noteShopConsents(
  ctx: Context,
  of: { customerId: string } | { connectionId: string; externalIds: readonly string[] },
): Promise<void> {
  const said = (await shopMarketing(ctx, of)).filter(({ at }) => at <= now());
  if (said.length === 0) return;
  await inTransaction(ctx, async (tx) => {
    for (const one of said) await note(tx, one);
  });
}

async function note(tx: TxContext, said: ShopSaid): Promise<void> {
  const { channel, address, state, at, customerId, connectionId, externalId } = said;
  const addressKey = addressKeyOf(tx.workspaceId, channel, address);
  const current = await currentConsents(tx, { channel, addressKeys: [addressKey] });
  const newest = current.find(({ purpose }) => purpose === "promotional");
  if (newest && (newest.state === state || newest.at >= at)) return;
  const how = "import";
  const [written] = await tx.q
    .insert(consents)
    .values({
      ...{ workspaceId: tx.workspaceId, id: newId(), customerId, channel, addressKey, address, state, at, how },
      ...{
        purpose: "promotional",
        by: writerOf(tx),
        evidence: { note: "As the shop has it", connectionId, externalId },
      },
      onceKey: hashOf(`${connectionId} ${externalId} ${channel} ${addressKey} ${state} ${at.toISOString()}`),
    })
    .onConflictDoNothing()
    .returning({ id: consents.id });
  if (written) announce(tx, { customerId, channel, state, how, purposes: ["promotional"] });
}
