import { ProviderRejected, ProviderUnavailable } from "../../../platform/errors.ts";

export interface Refusal {
  /** A stable word: exceeds_refundable, already_cancelled … */
  code: string;
  message: string;
}

/** The shop says no, and why, in words that a person at the shop understands. Nothing was done. */
export class Refused extends ProviderRejected {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message, { details: { code: refusal.code } });
    this.refusal = refusal;
  }
}

/** The object that an action is about is not in this shop. */
export class NotThere extends Refused {
  constructor(noun: string) {
    super({ code: "not_found", message: `This ${noun} is not in the shop` });
  }
}

/** What the payloads of Shopify's mutations say went wrong; most say no code. */
export interface UserError {
  code?: string | null | undefined;
  field?: string[] | null | undefined;
  message: string;
}

/** Refusals that Shopify words, in our words: by its code or by what its message says. The first that fits. */
const known: { says: RegExp; code: string; message?: string }[] = [
  { says: /idempotency_key_parameter_mismatch|idempotency key.*different/i, code: "key_reused" },
  { says: /no_refund_to_store_credit|store_credit_refund_b2b/i, code: "no_store_credit" },
  { says: /missing_customer/i, code: "no_customer", message: "Store credit needs a customer, and the order has none" },
  { says: /no_refund_permission|missing_permission/i, code: "not_allowed" },
  { says: /already (been )?cancel/i, code: "already_cancelled", message: "The order is cancelled already" },
  { says: /insufficient_funds/i, code: "insufficient_store_credit", message: "She has less store credit than that" },
  { says: /mismatching_currency|unsupported_currency/i, code: "wrong_currency" },
  { says: /credit_limit_exceeded|gift_card_limit_exceeded/i, code: "exceeds_limit" },
  { says: /^(taken|duplicate)\b|must be unique|has already been taken/i, code: "taken" },
  { says: /expires_at_in_past|end_date_before/i, code: "in_the_past", message: "It would end before it begins" },
  {
    says: /refund\w*.*(greater|exceed|more than|cannot be more)|(greater|more) than .*refund|exceeds.*(refund|paid)/i,
    code: "exceeds_refundable",
    message: "That is more than is left to refund",
  },
  { says: /not_found|not found|doesn'?t exist|does not exist|couldn'?t be found/i, code: "not_found" },
  { says: /fulfilled|fulfillment/i, code: "fulfilled" },
  { says: /not_editable|can(no|')t be edited|not editable/i, code: "not_editable" },
];

/** @throws Refused unless there are none; ProviderUnavailable for what Shopify blames itself for. */
export function refuseOn(errors: readonly UserError[]): void {
  const [error] = errors;
  if (!error) return;
  const said = `${error.code ?? ""} ${error.message}`.trim();
  if (/internal_error|idempotency_concurrent|concurrent request/i.test(said)) {
    throw new ProviderUnavailable("Shopify could not do it just now", { outcomeUnknown: true, details: { said } });
  }
  const found = known.find(({ says }) => says.test(said));
  throw new Refused({ code: found?.code ?? "rejected", message: found?.message ?? `Shopify says: ${error.message}` });
}
