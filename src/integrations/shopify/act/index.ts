import { ConnectionBroken, ProviderRejected } from "../../../platform/errors.ts";
import type { Act, ActionKind } from "../../contract-actions.ts";
import { MissingScope } from "../failure.ts";
import { customerAddress, orderAddress } from "./addresses.ts";
import { cancel } from "./cancel.ts";
import { cancelReturn } from "./cancel-return.ts";
import { createDiscount, deactivateDiscount } from "./discount.ts";
import { createDraftOrder, deleteDraftOrder } from "./draft-order.ts";
import { duplicate } from "./duplicate.ts";
import { edit } from "./edit.ts";
import { createGiftCard, deactivateGiftCard } from "./gift-card.ts";
import { customerNote, orderNote } from "./notes.ts";
import type { Performer } from "./performer.ts";
import { refusedFor } from "./previews.ts";
import { refund } from "./refund.ts";
import { Refused } from "./refused.ts";
import { resend } from "./resend.ts";
import { orderReturn } from "./return.ts";
import { addStoreCredit, removeStoreCredit } from "./store-credit.ts";
import { customerTags, orderTags } from "./tags.ts";

const performers = {
  "order.cancel": cancel,
  "order.refund": refund,
  "order.return": orderReturn,
  "order.cancel_return": cancelReturn,
  "order.edit": edit,
  "order.change_address": orderAddress,
  "order.duplicate": duplicate,
  "order.resend_confirmation": resend,
  "order.set_note": orderNote,
  "order.tag": orderTags,
  "customer.change_address": customerAddress,
  "customer.set_note": customerNote,
  "customer.tag": customerTags,
  "draft_order.create": createDraftOrder,
  "draft_order.delete": deleteDraftOrder,
  "discount_code.create": createDiscount,
  "discount_code.deactivate": deactivateDiscount,
  "gift_card.create": createGiftCard,
  "gift_card.deactivate": deactivateGiftCard,
  "store_credit.add": addStoreCredit,
  "store_credit.remove": removeStoreCredit,
} satisfies { [K in ActionKind]: Performer<K> };

/** The one for this very kind: the table above holds each to its own, which the type of a look-up cannot say. */
function performerOf(kind: ActionKind): Performer<ActionKind> {
  return performers[kind] as unknown as Performer<ActionKind>;
}

/** What can be done in a Shopify shop. */
export const act: Act = {
  kinds: Object.keys(performers) as ActionKind[], // the keys of the table above
  preview: (shop, action) => performerOf(action.kind).preview(shop, action),
  async execute(shop, attempt) {
    try {
      return await performerOf(attempt.action.kind).execute(shop, attempt);
    } catch (error) {
      // A refusal may be the work of an earlier attempt that came through meanwhile: then it is done.
      if (error instanceof Refused) return (await act.readBack(shop, attempt, null)) ?? refusedFor(error.refusal);
      if (error instanceof MissingScope) return refusedFor({ code: "missing_scope", message: error.message });
      if (error instanceof ConnectionBroken || !(error instanceof ProviderRejected)) throw error;
      return refusedFor({ code: "rejected", message: error.message });
    }
  },
  async readBack(shop, attempt, handle) {
    try {
      return await performerOf(attempt.action.kind).readBack(shop, attempt, handle);
    } catch (error) {
      // What it was about is gone: that does not say that nothing was done to it.
      if (error instanceof Refused) return null;
      throw error;
    }
  },
};
