import { billing } from "./billing/part.ts";
import { bulk } from "./bulk/part.ts";
import { goodsRead } from "./goods-root.ts";
import { cancelMutations } from "./mutations/cancel.ts";
import { customerMutations } from "./mutations/customer.ts";
import { discountMutations } from "./mutations/discount.ts";
import { draftMutations } from "./mutations/draft.ts";
import { editMutations } from "./mutations/edit.ts";
import { fulfillmentMutations } from "./mutations/fulfillment.ts";
import { giftCardMutations } from "./mutations/gift-card.ts";
import { orderMutations } from "./mutations/order.ts";
import { refundMutations } from "./mutations/refund.ts";
import { returnParts } from "./mutations/return.ts";
import { storeCreditMutations } from "./mutations/store-credit.ts";
import { tagMutations } from "./mutations/tags.ts";
import type { Part } from "./part.ts";
import { read } from "./query-root.ts";
import { webhooks } from "./webhooks/part.ts";

/** What the sandbox plays of the Admin API. */
export const parts: readonly Part[] = [
  ...[read, goodsRead, orderMutations, cancelMutations, refundMutations, returnParts, editMutations, tagMutations],
  ...[customerMutations, draftMutations, discountMutations, giftCardMutations, storeCreditMutations],
  ...[fulfillmentMutations, webhooks, bulk, billing],
];
