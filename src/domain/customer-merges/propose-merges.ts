import { allow } from "../access/index.ts";
import { type CustomerWithIdentities, getCustomer } from "../customers/index.ts";
import type { Context } from "../workspaces/index.ts";
import { mostProposals, signalsOf } from "./queries.ts";
import type { Signal } from "./tables.ts";

export interface Proposal {
  customer: CustomerWithIdentities;
  signals: Signal[];
  /** The same, as a person says it. */
  text: string;
}

const said: Record<Signal, string> = {
  same_shop_customer: "The shop has both as one customer.",
  shop_email: "The shop has the email address of one as that of the other.",
  shop_phone: "The shop has the phone number of one as that of the other.",
};

/** What speaks for two customers being one person, as a person says it. */
export function explainSignals(signals: readonly Signal[]): string {
  return signals.map((signal) => said[signal]).join(" ");
}

/** Who else may be the same person, at most ten. A person decides: nobody is merged by this. @throws NotFound */
export async function proposeMerges(ctx: Context, customerId: string): Promise<Proposal[]> {
  allow(ctx, "customers:read");
  const { mergedIntoId } = await getCustomer(ctx, customerId);
  if (mergedIntoId !== null) return [];
  const signals = [...(await signalsOf(ctx, customerId))].slice(0, mostProposals);
  return Promise.all(
    signals.map(async ([id, some]) => ({
      customer: await getCustomer(ctx, id),
      signals: some,
      text: explainSignals(some),
    })),
  );
}
