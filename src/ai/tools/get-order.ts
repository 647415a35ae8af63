import { z } from "zod";
import { countToolCalls } from "../../domain/automation/index.ts";
import { builtIn } from "../../domain/tool-switches/index.ts";
import { now } from "../../platform/clock.ts";
import { addSource } from "../evidence.ts";
import { describe } from "./describe-order.ts";
import { statusOf } from "./order-status.ts";
import { ordersOf } from "./orders-of.ts";
import { defineTool, type Grant, refusal } from "./tool.ts";

/** Numbers follow each other: whoever only claims to be the customer names so many in an hour. */
const mostTries = 5;
const hourMs = 3_600_000;

export const getOrder = defineTool({
  ...builtIn("get_order"),
  description:
    "One order of this customer by its name such as #1042: lines, parcels and tracking. Of a customer who has not proved who she is only how far the order is.",
  input: z.strictObject({ orderName: z.string() }),
  async run(grant, { orderName }) {
    const { evidence, assurance } = grant;
    if (assurance !== "verified" && (await hasTriedTooOften(grant))) {
      throw refusal("too_many_tries", "Too many orders were asked for: offer a code or a colleague");
    }
    const { orders } = await ordersOf(grant, 50);
    const wanted = orders.filter((order) => bare(order.name) === bare(orderName));
    if (wanted.length === 0) throw refusal("no_such_order", "This customer has no order of that name");
    if (assurance === "verified") return { orders: wanted.map((order) => describe(order, evidence)) };
    return {
      orders: wanted.map((order) => {
        const shown = statusOf(order);
        addSource(evidence, order.name, { kind: "order", id: order.id, label: order.name });
        evidence.facts.push(JSON.stringify(shown));
        return shown;
      }),
      note: "Only how far it is: items, prices, addresses and tracking numbers take a customer who has proved who she is.",
    };
  },
});

async function hasTriedTooOften({ ctx, customerId }: Grant): Promise<boolean> {
  const since = new Date(now().getTime() - hourMs);
  return (await countToolCalls(ctx, { customerId, name: "get_order", since })) >= mostTries;
}

function bare(name: string): string {
  return name.replace(/[#\s]/g, "").toLowerCase();
}
