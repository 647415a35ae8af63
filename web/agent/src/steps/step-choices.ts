import type { Field, Step } from "../api/types.ts";
import { type Catalogue, choicesOf, holding } from "../bulk/action-choices.ts";
import { lasting, type ShopTemplate } from "./step-words.ts";

/** What a step can be. Some still need to be filled in. */
export interface StepChoice {
  label: string;
  choice: { step: Step } | { field: Field } | { write: "note" } | { shop: ShopTemplate["kind"] };
}

const hours = [1, 4, 24, 48, 72, 7 * 24, 14 * 24, 30 * 24];

const shop: readonly [ShopTemplate["kind"], string][] = [
  ["order.refund", "Shop: refund…"],
  ["order.cancel", "Shop: cancel the order…"],
  ["order.tag", "Shop: order tags…"],
  ["order.add_note", "Shop: order note…"],
  ["order.resend_confirmation", "Shop: send the order confirmation again…"],
  ["discount_code.create", "Shop: discount code…"],
  ["store_credit.add", "Shop: store credit…"],
  ["customer.tag", "Shop: customer tags…"],
  ["customer.add_note", "Shop: customer note…"],
];

/** Everything a canned reply can do, in the order in which it is offered. */
export function stepChoicesOf(catalogue: Omit<Catalogue, "times">): StepChoice[] {
  // Nobody is "me" yet: whoever applies it is.
  const changes = choicesOf({ ...catalogue, selfId: "", times: [] }).map(standing);
  const snoozes = hours.map((forHours): StepChoice => {
    return { label: `Snooze for ${lasting(forHours)}`, choice: { step: { type: "snooze", forHours } } };
  });
  return [
    ...changes.filter(({ label }) => label === "Close"),
    { label: "Add a note…", choice: { write: "note" } },
    ...shop.map(([kind, label]): StepChoice => ({ label, choice: { shop: kind } })),
    ...changes.filter(({ label }) => label !== "Close"),
    ...snoozes,
  ];
}

function standing({ label, choice }: ReturnType<typeof choicesOf>[number]): StepChoice {
  if ("field" in choice) return { label, choice };
  const { action } = choice;
  if (action.type === "snooze") return { label, choice: { step: { type: "snooze", forHours: null } } };
  if (action.type === "assign" && action.memberId === "") {
    return { label: "Assign to who applies it", choice: { step: { type: "assign", memberId: "me" } } };
  }
  return { label, choice: { step: action } };
}

/** Drawn at once; typing finds the others. */
const mostDrawn = 60;

/** Those that hold every word typed. */
export function narrowSteps(choices: readonly StepChoice[], typed: string): StepChoice[] {
  return holding(choices, typed).slice(0, mostDrawn);
}
