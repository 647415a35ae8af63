import { z } from "zod";
import type { Connection } from "../../contract.ts";
import type { ActionFacts, PostalAddress } from "../../contract-actions.ts";
import { customerForActionDocument } from "../documents-customer-actions.ts";
import { address } from "./address.ts";
import type { Amounts } from "./amounts.ts";
import { ask, checkedId } from "./ask.ts";
import { factsWithoutOrder } from "./order.ts";
import { NotThere } from "./refused.ts";

export interface ActionCustomer {
  id: string;
  note: string;
  defaultAddress: { id: string | null; address: PostalAddress | null };
  facts: ActionFacts;
  /** Nothing, in the shop's currency. */
  money: Amounts;
}

const answer = z.object({
  shop: z.object({ currencyCode: z.string() }),
  customer: z
    .object({
      id: z.string(),
      note: z.string().nullish(),
      tags: z.array(z.string()),
      defaultAddress: z.looseObject({ id: z.string() }).nullish(),
    })
    .nullable(),
});

/** @throws NotThere */
export async function loadCustomer(shop: Connection, customerId: string): Promise<ActionCustomer> {
  const id = checkedId(customerId, "Customer", "customer");
  const { customer, shop: settings } = await ask(shop, customerForActionDocument, { id }, answer);
  if (!customer) throw new NotThere("customer");
  const { note, tags, defaultAddress: found } = customer;
  const nothing = { minor: 0, currency: settings.currencyCode };
  return {
    id,
    note: note ?? "",
    defaultAddress: { id: found?.id ?? null, address: found ? address.parse(found) : null },
    facts: factsWithoutOrder({ id, tags }),
    money: { shop: nothing, customer: nothing },
  };
}
