import type { Customer, Draft, Product } from "./goods-records.ts";
import type { Asking } from "./part.ts";
import { customerPayload } from "./payloads/customer.ts";
import { draftPayload, productPayload } from "./payloads/draft.ts";
import { orderPayload, refundPayload, transactionPayload } from "./payloads/order.ts";
import { returnPayload } from "./payloads/return.ts";
import type { Order, Refund, Return } from "./records.ts";
import { sendWebhook } from "./webhooks/send.ts";

/** Sends the webhooks of what has just been changed, as the shop is now. */
export function announce({ sandbox, shop }: Pick<Asking, "sandbox" | "shop">) {
  const send = (topic: string, payload: unknown) => sendWebhook(sandbox, shop.domain, topic, payload);
  return {
    send,
    order: (order: Order, ...topics: string[]) => {
      for (const topic of [...topics, "orders/updated"]) send(topic, orderPayload(order, shop));
    },
    refund: (refund: Refund, order: Order) => {
      send("refunds/create", refundPayload(refund, order, shop));
      const made = order.transactions.filter(({ refundId }) => refundId === refund.id);
      for (const each of made) send("order_transactions/create", transactionPayload(each, order, shop));
    },
    return: (given: Return, order: Order, topic: string) => send(`returns/${topic}`, returnPayload(given, order)),
    draft: (draft: Draft, topic: string) => send(`draft_orders/${topic}`, draftPayload(draft, shop)),
    customer: (customer: Customer, topic: string) => send(`customers/${topic}`, customerPayload(customer, shop)),
    product: (product: Product, topic: string) => send(`products/${topic}`, productPayload(product, shop)),
  };
}
