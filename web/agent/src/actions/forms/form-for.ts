import type { ComponentType } from "react";
import type { ActionInput } from "../../api/types.ts";
import { AddressForm, CustomerAddressForm } from "./address-form.tsx";
import { CancelForm } from "./cancel-form.tsx";
import { DiscountForm } from "./discount-form.tsx";
import { DraftOrderForm } from "./draft-order-form.tsx";
import { DuplicateForm } from "./duplicate-form.tsx";
import { EditForm } from "./edit-form.tsx";
import type { FormProps } from "./form-of.tsx";
import { GiftCardForm } from "./gift-card-form.tsx";
import { RefundForm } from "./refund-form.tsx";
import { ReturnForm } from "./return-form.tsx";
import { CustomerNoteForm, CustomerTagsForm, OrderNoteForm, OrderTagsForm, ResendForm } from "./small-forms.tsx";
import { StoreCreditForm } from "./store-credit-form.tsx";

/** What a person can ask for; the rest only takes something back. */
export type AskedKind = ActionInput["kind"];

export const formFor: Readonly<Record<AskedKind, ComponentType<FormProps>>> = {
  "order.refund": RefundForm,
  "order.return": ReturnForm,
  "order.cancel": CancelForm,
  "order.edit": EditForm,
  "order.change_address": AddressForm,
  "order.duplicate": DuplicateForm,
  "order.resend_confirmation": ResendForm,
  "order.set_note": OrderNoteForm,
  "order.tag": OrderTagsForm,
  "draft_order.create": DraftOrderForm,
  "discount_code.create": DiscountForm,
  "gift_card.create": GiftCardForm,
  "store_credit.add": StoreCreditForm,
  "customer.change_address": CustomerAddressForm,
  "customer.set_note": CustomerNoteForm,
  "customer.tag": CustomerTagsForm,
};
