import { z } from "zod";
import type { Connection } from "../../contract.ts";
import { orderEventsDocument, orderInvoiceSendDocument } from "../documents-order-actions.ts";
import { noMoney, none } from "./amounts.ts";
import { ask, change } from "./ask.ts";
import { loadOrder } from "./order.ts";
import type { AttemptOf, Done, Performer } from "./performer.ts";
import { done, line, previewOf } from "./previews.ts";
import { Refused } from "./refused.ts";

const memo = z.object({ lastMail: z.string(), to: z.string() });
/** What Shopify tells on the order's page once the mail is out. */
const mailTold = /invoice|order confirmation/i;

/**
 * The order's own mail once more: Shopify has no other call for it than that of the invoice, which shows the order and,
 * where something is owed, how to pay. What it tells on the order's page says whether it went out.
 */
export const resend: Performer<"order.resend_confirmation"> = {
  async preview(shop, action) {
    const order = await loadOrder(shop, action.orderId);
    const to = action.email ?? order.email;
    const lastMail = (await newestMail(shop, order.id)) ?? "";
    return previewOf({
      cost: noMoney(order.net),
      facts: order.facts,
      rests: [to, lastMail, order.facts.cancelledAt],
      lines: [line(to ? `Send ${order.name} to ${to}` : `Send ${order.name}`)],
      refusal: to ? null : { code: "no_email", message: `${order.name} has no email address` },
      memo: { lastMail, to: to ?? "" },
    });
  },

  async execute(shop, attempt) {
    const { action, preview } = attempt;
    if (preview.refusal) throw new Refused(preview.refusal);
    const earlier = await readBack(shop, attempt);
    if (earlier) return earlier;
    const email = action.email ? { to: action.email } : null;
    await change(shop, orderInvoiceSendDocument, { id: action.orderId, email }, z.unknown());
    return outcome(attempt);
  },

  readBack,
};

const events = z.object({
  order: z
    .object({
      events: z.object({
        nodes: z.array(z.object({ id: z.string(), action: z.string().nullish(), message: z.string() })),
      }),
    })
    .nullish(),
});

async function newestMail(shop: Connection, id: string): Promise<string | null> {
  const { order } = await ask(shop, orderEventsDocument, { id }, events);
  return order?.events.nodes.find(({ action, message }) => mailTold.test(`${action} ${message}`))?.id ?? null;
}

async function readBack(shop: Connection, attempt: AttemptOf<"order.resend_confirmation">): Promise<Done | null> {
  const { lastMail } = memo.parse(JSON.parse(attempt.preview.memo ?? "{}"));
  const newest = await newestMail(shop, attempt.action.orderId);
  return newest !== null && newest !== lastMail ? outcome(attempt) : null;
}

function outcome({ action, preview }: AttemptOf<"order.resend_confirmation">): Done {
  const { to } = memo.parse(JSON.parse(preview.memo ?? "{}"));
  return done({ externalId: action.orderId, cost: none(preview.cost), shown: { to } });
}
