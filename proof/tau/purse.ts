import { z } from "zod";
import type { RunningSandbox } from "../../sandbox/server.ts";
import type { TauUser } from "./data.ts";

/**
 * What a shopper pays with. Shopify knows the payment an order was made with and the gift cards it sold; cards and
 * accounts she could also use are her own, and she pays what she owes at the shop's checkout.
 */
export interface Purse {
  /** Whether her payment of so many minor units would go through. */
  covers(user: TauUser, method: string, minor: number): Promise<boolean>;
  /** Shopify gives money back where it came from, or as credit with the shop, which in τ-bench is a gift card. */
  canBeRefunded(orderName: string, user: TauUser, method: string): Promise<boolean>;
  /** She pays what the order still costs, or is paid what it costs less. */
  settle(orderName: string, method: string): Promise<void>;
}

export function openPurse(sandbox: RunningSandbox, domain: string): Purse {
  const shop = () => {
    const found = sandbox.state.shops.get(domain);
    if (!found) throw new Error(`There is no shop ${domain}`);
    return found;
  };
  const ask = async (path: string, body: object): Promise<number | null> => {
    const answer = await fetch(`${sandbox.url}/control/shopify/${domain}/${path}`, {
      ...{ method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) },
    });
    return z.object({ paid: z.number().nullable() }).parse(await answer.json()).paid;
  };
  const orderNamed = (name: string) => shop().orders.find(({ number }) => `#${number}` === name);
  return {
    async covers({ payment_methods }, method, minor) {
      if (payment_methods[method] === undefined) return false;
      return minor <= 0 || (await ask("payment-check", { gateway: method, amountMinor: minor })) !== null;
    },
    async canBeRefunded(orderName, { payment_methods }, method) {
      const [payment] = orderNamed(orderName)?.transactions ?? [];
      return (
        payment_methods[method] !== undefined && (payment?.gateway === method || isGiftCard(method, payment_methods))
      );
    },
    async settle(orderName, gateway) {
      const paid = await ask(`orders/${orderName.slice(1)}/settlement`, { gateway });
      if (paid === null) throw new Error(`${orderName} could not be settled with ${gateway}`);
    },
  };
}

function isGiftCard(method: string, methods: TauUser["payment_methods"]): boolean {
  return methods[method]?.source === "gift_card";
}
