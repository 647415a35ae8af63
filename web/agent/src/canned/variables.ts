import type { FilledInReply } from "../api/types.ts";

export type Variable = FilledInReply["missing"][number];

/** What each variable tells, for the person who writes a canned reply. All there are: the type sees to it. */
export const meaningOf: Record<Variable, string> = {
  "customer.first_name": "The customer's first name",
  "customer.name": "The customer's whole name",
  "customer.email": "The customer's email address",
  "order.name": "The number of her newest order",
  "order.total": "What the order cost",
  "order.status": "How far the order is",
  "order.tracking_url": "Where to follow the parcel",
  "agent.first_name": "First name of who answers",
  "agent.name": "Whole name of who answers",
  "shop.name": "The shop's name",
  "conversation.subject": "The conversation's subject",
};

const gaps = Object.keys(meaningOf).map((variable) => `[${variable.replace(/[._]/g, " ")}]`);

/** The gaps that filling in left in a text, "[customer first name]", each once, in the order of the text. */
export function gapsIn(text: string): string[] {
  return gaps
    .map((gap) => ({ gap, at: text.indexOf(gap) }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at)
    .map(({ gap }) => gap);
}
