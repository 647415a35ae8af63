import type { Order } from "../../../domain/commerce/index.ts";
import { ordersNamed } from "../orders-of.ts";
import { type Grant, refusal } from "../tool.ts";

/** An order of the customer's own by the name the model gives. @throws refusals no_such_order, several_orders. */
export async function orderNamed(grant: Grant, name: string): Promise<Order> {
  const [order, ...others] = await ordersNamed(grant, name);
  if (!order) throw refusal("no_such_order", "This customer has no order of that name");
  if (others.length > 0) throw refusal("several_orders", "Several shops have an order of that name: hand over");
  return order;
}

/**
 * Lines of an order by their numbers as get_order shows them: "1:2, 3:1" is two of the first and one of the third.
 * @throws refusal bad_lines.
 */
export function linesNamed({ lines }: Order, written: string): { lineId: string; quantity: number }[] {
  const named = written.split(",").map((part) => /^\s*(\d{1,3})\s*(?::\s*(\d{1,4})\s*)?$/.exec(part));
  const found = named.map((match) => {
    const line = match && lines[Number(match[1]) - 1];
    const quantity = Number(match?.[2] ?? line?.currentQuantity ?? 0);
    if (!line || quantity < 1 || quantity > line.currentQuantity) {
      throw refusal("bad_lines", "Name lines as get_order shows them: “1:2, 3:1” is two of line 1 and one of line 3");
    }
    return { lineId: line.externalId, quantity };
  });
  if (new Set(found.map(({ lineId }) => lineId)).size < found.length) {
    throw refusal("bad_lines", "Name each line once");
  }
  return found;
}
