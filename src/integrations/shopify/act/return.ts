import { z } from "zod";
import type { Connection } from "../../contract.ts";
import { orderReturnsDocument, returnCreateDocument } from "../documents-return-actions.ts";
import { none } from "./amounts.ts";
import { afterwards, ask, change } from "./ask.ts";
import type { AttemptOf, Done, Performer } from "./performer.ts";
import { done, isMarked, marked } from "./previews.ts";
import { Refused } from "./refused.ts";
import { planReturn, returnMemo } from "./return-plan.ts";

/** Of the note beside a line's reason. */
const noteLength = 255;

/** A return, with what she gets instead. The note of its lines holds our key. No money moves yet. */
export const orderReturn: Performer<"order.return"> = {
  preview: planReturn,

  async execute(shop, attempt) {
    const earlier = await readBack(shop, attempt);
    if (earlier) return earlier;
    const { action, key, preview } = attempt;
    if (preview.refusal) throw new Refused(preview.refusal);
    const planned = returnMemo.parse(JSON.parse(preview.memo ?? "{}"));
    const returnInput = {
      orderId: action.orderId,
      returnLineItems: planned.lines.map(({ note, ...line }) => ({
        ...line,
        returnReasonNote: marked(note, key, noteLength),
      })),
      exchangeLineItems: action.exchange.map(({ variantId, quantity }) => ({ variantId, quantity })),
    };
    await change(
      shop,
      returnCreateDocument,
      { input: returnInput },
      z.object({ return: z.object({ id: z.string() }) }),
    );
    return afterwards(() => readBack(shop, attempt));
  },

  readBack,
};

const returns = z.object({
  order: z
    .object({
      returns: z.object({
        nodes: z.array(
          z.object({
            id: z.string(),
            name: z.string(),
            status: z.string(),
            totalQuantity: z.number(),
            returnLineItems: z.object({ nodes: z.array(z.object({ returnReasonNote: z.string().nullish() })) }),
          }),
        ),
      }),
    })
    .nullish(),
});

async function readBack(shop: Connection, attempt: AttemptOf<"order.return">): Promise<Done | null> {
  const { action, key, preview } = attempt;
  const { order } = await ask(shop, orderReturnsDocument, { id: action.orderId }, returns);
  const found = order?.returns.nodes.find(({ returnLineItems }) =>
    returnLineItems.nodes.some(({ returnReasonNote }) => isMarked(returnReasonNote, key)),
  );
  if (!found) return null;
  const asked = action.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  return done({
    externalId: found.id,
    cost: none(preview.cost),
    discrepancy: found.totalQuantity === asked ? null : `Shopify takes back ${found.totalQuantity} items, not ${asked}`,
    shown: { returnName: found.name },
    undo: { kind: "order.cancel_return", orderId: action.orderId, returnId: found.id },
  });
}
