import { z } from "zod";
import { countToolCalls } from "../../domain/automation/index.ts";
import { builtIn } from "../../domain/tool-switches/index.ts";
import { now } from "../../platform/clock.ts";
import { describe, describeStatus } from "./describe-order.ts";
import { ordersNamed } from "./orders-of.ts";
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
    const wanted = await ordersNamed(grant, orderName);
    if (wanted.length === 0) throw refusal("no_such_order", "This customer has no order of that name");
    if (assurance === "verified") return { orders: wanted.map((order) => describe(order, evidence)) };
    return {
      orders: wanted.map((order) => describeStatus(order, evidence)),
      note: "Only how far it is: items, prices, addresses and tracking numbers take a customer who has proved who she is.",
    };
  },
});

async function hasTriedTooOften({ ctx, customerId }: Grant): Promise<boolean> {
  const since = new Date(now().getTime() - hourMs);
  return (await countToolCalls(ctx, { customerId, name: "get_order", since })) >= mostTries;
}
