import type { Facts } from "./facts.ts";
import type { Output } from "./respond.ts";
import type { Turn } from "./turn.ts";
import { writeReply } from "./write-reply.ts";

/** Who may hand over and is asked for plain words is on the phone: short, without greeting or closing. */
export function speaks({ tools, format }: Turn): boolean {
  return format === null && tools.some(({ name }) => name === "hand_over");
}

/**
 * The same rules, aloud. What a person has to decide is handed over; where a parcel is, is looked up by the number the
 * caller says.
 */
export function speak(turn: Turn, facts: Facts, asked: string): Output {
  const spoken = (text: string): Output => ({ text, toolCalls: [], refusal: null, incomplete: null });
  const call = (name: string, given: object): Output => ({
    ...spoken(""),
    text: null,
    toolCalls: [{ name, arguments: JSON.stringify(given) }],
  });
  if (/^\W*(?:no,? )?(?:thanks?|thank you|that(?:'s| is) all|bye|goodbye)\b/i.test(asked)) return call("goodbye", {});
  const number = /(?:#\s?|\border\s+(?:number\s+|no\.?\s+)?|^\D{0,20})(\d{3,})/i.exec(asked)?.[1];
  if (number && !turn.hasJustLooked) return call("order_status", { orderNumber: number });
  if (number) {
    const isFound = facts.orders.some(({ name }) => name.replace(/\D/g, "") === number);
    if (!isFound) return spoken("I could not find that order with this phone number. Could you say the number again?");
    return spoken(bodyOf(writeReply(facts, `Where is order #${number}?`).text));
  }
  if (/\b(?:where|when|track\w*|arriv\w*|deliver\w*|status|parcel|package)\b/i.test(asked)) {
    return spoken("I can look that up. What is your order number?");
  }
  const hasArticles = turn.tools.some(({ name }) => name === "search_knowledge");
  if (hasArticles && !turn.hasJustLooked) return call("search_knowledge", { question: asked.slice(0, 500) });
  const reply = writeReply(facts, asked);
  if (reply.needsPerson) {
    return call("hand_over", { reason: "not_allowed", summary: `The caller said: ${asked.slice(0, 200)}` });
  }
  return spoken(bodyOf(reply.text));
}

/** A letter without its greeting and closing. */
function bodyOf(text: string): string {
  return text.split("\n\n")[1] ?? text;
}
