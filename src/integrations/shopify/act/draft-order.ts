import { z } from "zod";
import type { Connection } from "../../contract.ts";
import type { Money } from "../../contract-actions.ts";
import { draftOrderDeleteDocument, draftOrderInvoiceSendDocument } from "../documents-draft-actions.ts";
import { noMoney, none, same, spoken } from "./amounts.ts";
import { afterwards, change } from "./ask.ts";
import { loadCustomer } from "./customer.ts";
import {
  amountOff,
  calculateDraft,
  createDraft,
  type Draft,
  draftInput,
  findDraft,
  loadDraft,
  percentOff,
} from "./drafts.ts";
import { factsWithoutOrder } from "./order.ts";
import type { ActionOf, AttemptOf, Done, Performer } from "./performer.ts";
import { done, line, orRefusal, previewOf } from "./previews.ts";
import { NotThere, type Refusal, Refused } from "./refused.ts";

type Create = ActionOf<"draft_order.create">;

/** A draft with its invoice: two steps, each of which finds what an earlier attempt did. */
export const createDraftOrder: Performer<"draft_order.create"> = {
  async preview(shop, action) {
    const { facts, money } = await loadCustomer(shop, action.customerId);
    const refusal = refusedNow(action);
    if (refusal) return previewOf({ cost: money, facts, rests: refusal, refusal });
    return orRefusal({ cost: money, facts }, async () => {
      const found = await calculateDraft(shop, inputOf(action, money.shop));
      const { totalDiscountsSet: discount, totalPriceSet: total } = found;
      return previewOf({
        ...{ cost: action.discount ? discount : noMoney(total), facts, balanceDue: total.customer },
        rests: [found.lineItems, total, discount],
        lines: [
          ...found.lineItems.map(({ name, quantity, originalTotalSet }) =>
            line(name, quantity, originalTotalSet.customer),
          ),
          ...(discount.customer.minor > 0 ? [line("Discount", null, discount.customer)] : []),
          ...(action.invoice ? [line("Send the invoice to her")] : []),
        ],
        warnings: (found.warnings ?? []).map(({ message }) => message),
      });
    });
  },

  async execute(shop, attempt) {
    const { action, key, preview } = attempt;
    if (preview.refusal) throw new Refused(preview.refusal);
    if (!(await findDraft(shop, key))) await createDraft(shop, inputOf(action, none(preview.cost)), key);
    const made = await afterwards(() => findDraft(shop, key));
    if (!action.invoice || made.invoiceSentAt) return outcome(made, attempt);
    const refused = await sendInvoice(shop, made.id);
    if (refused) return { ...outcome(made, attempt), discrepancy: `The invoice was not sent. ${refused.message}` };
    return afterwards(() => readBack(shop, attempt));
  },

  readBack,
};

function refusedNow({ lines, discount }: Create): Refusal | null {
  if (lines.length === 0) return { code: "nothing_to_sell", message: "Choose what she gets" };
  if (discount && "percent" in discount && !(discount.percent > 0 && discount.percent <= 100)) {
    return { code: "invalid_discount", message: "A discount is more than 0 and at most 100 percent" };
  }
  return null;
}

function inputOf({ customerId, lines, discount, address, note }: Create, nothing: Money): Record<string, unknown> {
  const off =
    discount &&
    ("percent" in discount ? percentOff(discount.percent, "Discount") : amountOff(discount.amount, "Discount"));
  return draftInput({
    customerId,
    email: null,
    lines,
    address,
    note,
    discount: off,
    freeShipping: false,
    nothing,
    isForeign: false,
  });
}

/** The draft is there, whatever becomes of its invoice. @returns why Shopify does not send it. */
async function sendInvoice(shop: Connection, id: string): Promise<Refusal | null> {
  try {
    await change(shop, draftOrderInvoiceSendDocument, { id }, z.looseObject({}));
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    return afterwards(() => Promise.reject(error));
  }
}

/** Made, but its invoice not sent yet, is not done: the next attempt sends it. */
async function readBack(shop: Connection, attempt: AttemptOf<"draft_order.create">): Promise<Done | null> {
  const draft = await findDraft(shop, attempt.key);
  if (!draft || (attempt.action.invoice && !draft.invoiceSentAt)) return null;
  return outcome(draft, attempt);
}

function outcome(draft: Draft, { preview, action }: AttemptOf<"draft_order.create">): Done {
  const discount = draft.totalDiscountsSet.shop;
  const due = draft.totalPriceSet.customer;
  return done({
    externalId: draft.id,
    cost: action.discount ? discount : none(discount),
    discrepancy:
      preview.balanceDue && !same(due, preview.balanceDue)
        ? `The draft comes to ${spoken(due)}, not ${spoken(preview.balanceDue)}`
        : null,
    shown: { draftOrderName: draft.name, ...(draft.invoiceUrl ? { invoiceUrl: draft.invoiceUrl } : {}) },
    undo: { kind: "draft_order.delete", draftOrderId: draft.id },
  });
}

/** Gone is gone, whoever deleted it. */
export const deleteDraftOrder: Performer<"draft_order.delete"> = {
  async preview(shop, action) {
    const draft = await loadDraft(shop, action.draftOrderId);
    return previewOf({
      cost: noMoney(draft.totalPriceSet),
      facts: factsWithoutOrder(draft.customer ? { id: draft.customer.id, tags: [] } : null),
      rests: [draft.status, draft.totalPriceSet],
      lines: [line(`Delete draft ${draft.name}`, null, draft.totalPriceSet.customer)],
      refusal: completedRefusal(draft),
    });
  },

  async execute(shop, attempt) {
    const draft = await loadDraft(shop, attempt.action.draftOrderId).catch(nullWhenGone);
    const refusal = draft && completedRefusal(draft);
    if (refusal) throw new Refused(refusal);
    if (draft) await change(shop, draftOrderDeleteDocument, { id: draft.id }, z.looseObject({}));
    return deleted(attempt);
  },

  async readBack(shop, attempt) {
    const draft = await loadDraft(shop, attempt.action.draftOrderId).catch(nullWhenGone);
    return draft ? null : deleted(attempt);
  },
};

function completedRefusal({ status, name, order }: Draft): Refusal | null {
  if (status !== "COMPLETED" && !order) return null;
  return { code: "already_completed", message: `${name} has become ${order?.name ?? "an order"}` };
}

function deleted({ action, preview }: AttemptOf<"draft_order.delete">): Done {
  return done({ externalId: action.draftOrderId, cost: none(preview.cost) });
}

function nullWhenGone(error: unknown): null {
  if (error instanceof NotThere) return null;
  throw error;
}
