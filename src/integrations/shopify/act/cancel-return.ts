import { z } from "zod";
import type { Connection } from "../../contract.ts";
import { returnCancelDocument, returnDocument } from "../documents-return-actions.ts";
import { noMoney, none } from "./amounts.ts";
import { afterwards, ask, change, checkedId } from "./ask.ts";
import { orderFields, shopOrder } from "./order.ts";
import type { ActionOf, AttemptOf, Done, Performer } from "./performer.ts";
import { done, line, previewOf } from "./previews.ts";
import { NotThere, type Refusal, Refused } from "./refused.ts";

type CancelReturn = ActionOf<"order.cancel_return">;

/** Ends a return before anything of it happened. Done is what a cancelled return is, whoever did it. */
export const cancelReturn: Performer<"order.cancel_return"> = {
  async preview(shop, action) {
    const found = await load(shop, action);
    const order = shopOrder(found.order);
    return previewOf({
      cost: noMoney(order.net),
      facts: order.facts,
      rests: [found.status, found.refunds.nodes.length],
      lines: [line(`Cancel return ${found.name}`, found.totalQuantity)],
      refusal: refusedNow(found),
    });
  },

  async execute(shop, attempt) {
    const found = await load(shop, attempt.action);
    if (found.status === "CANCELED") return outcome(attempt);
    const refusal = refusedNow(found);
    if (refusal) throw new Refused(refusal);
    await change(shop, returnCancelDocument, { id: found.id }, z.object({ return: z.object({ id: z.string() }) }));
    return afterwards(() => readBack(shop, attempt));
  },

  readBack,
};

const returnFields = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  totalQuantity: z.number(),
  refunds: z.object({ nodes: z.array(z.object({ id: z.string() })) }),
  order: orderFields,
});
type Found = z.infer<typeof returnFields>;

async function load(shop: Connection, { orderId, returnId }: CancelReturn): Promise<Found> {
  const id = checkedId(returnId, "Return", "return");
  const answer = await ask(shop, returnDocument, { id }, z.object({ return: returnFields.nullable() }));
  if (!answer.return || answer.return.order.id !== orderId) throw new NotThere("return");
  return answer.return;
}

function refusedNow({ name, status, refunds }: Found): Refusal | null {
  if (status === "CANCELED") return { code: "already_cancelled", message: `Return ${name} is cancelled` };
  if (status === "CLOSED" || refunds.nodes.length > 0) {
    return { code: "already_processed", message: `Return ${name} was processed` };
  }
  return null;
}

async function readBack(shop: Connection, attempt: AttemptOf<"order.cancel_return">): Promise<Done | null> {
  const { status } = await load(shop, attempt.action);
  return status === "CANCELED" ? outcome(attempt) : null;
}

function outcome({ action, preview }: AttemptOf<"order.cancel_return">): Done {
  return done({ externalId: action.returnId, cost: none(preview.cost) });
}
