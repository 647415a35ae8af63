import { dollars } from "../ai-models/wording.ts";
import { isRecord } from "../api/problem.ts";
import type { Run, RunStep } from "../api/types.ts";
import { intentName, modeNames } from "../guidance/wording.ts";

/** What came of a turn, in a few words. */
export const outcomes: Record<Run["status"], { words: string; color: string }> = {
  waiting: { words: "Waits until the customer has written it all", color: "blue" },
  running: { words: "At work", color: "violet" },
  drafted: { words: "Left a draft", color: "teal" },
  sent: { words: "Answered by itself", color: "teal" },
  no_reply: { words: "Nothing to answer", color: "gray" },
  handed_over: { words: "Gave it to people", color: "orange" },
  spoken: { words: "Talked on the phone", color: "teal" },
  superseded: { words: "Stopped", color: "gray" },
  skipped: { words: "Wrote nothing", color: "gray" },
  failed: { words: "Failed", color: "red" },
};

/** What a turn was begun for, where nobody had written. */
export const causes: Record<NonNullable<Run["because"]>["kind"], string> = {
  action: "What was asked of the shop had ended.",
  silence: "She had not answered for days.",
  cart: "She left a cart.",
  back_in_stock: "Something she asked to be told of is there again.",
};

const tools: Record<string, string> = {
  find_orders: "Looked up the customer’s orders",
  get_order: "Looked up an order",
  get_conversation: "Read earlier messages",
  search_knowledge: "Searched the shop’s knowledge",
  lookup_table: "Looked something up in a table",
  order_status: "Looked up how far an order is",
  search_products: "Searched the shop’s products",
  business_hours: "Looked up when you are open",
  cart_link: "Made a link to a filled cart",
  send_code: "Sent a code to the customer",
  tag_conversation: "Tagged the conversation",
  assign_to_team: "Gave the conversation to a team",
  request_callback: "Asked for a call back",
  remember: "Kept something in mind",
  tell_when_back: "Kept that she wants to know when it is back",
  list_proposals: "Looked up what waits for the customer’s yes",
  propose_cancel_order: "Proposed to cancel an order",
  propose_refund: "Proposed a refund",
  propose_return: "Proposed a return",
  propose_exchange: "Proposed an exchange",
  propose_edit_items: "Proposed to change what is in an order",
  propose_change_address: "Proposed another address",
  propose_discount_code: "Proposed a discount code",
  propose_store_credit: "Proposed store credit",
  confirm: "Did what the customer said yes to",
  hand_over: "Gave the conversation to people",
};

/** "propose_refund" is "Used “propose refund”" until somebody finds better words. */
export function stepTitle({ kind, name }: Pick<RunStep, "kind" | "name">): string {
  if (kind === "model") return `Asked ${name}`;
  if (kind === "reading") return `Had ${name}, without tools, read what strangers wrote`;
  if (kind === "judgement") return `Had ${name} check what the answer rests on`;
  return tools[name] ?? `Used “${name.replaceAll("_", " ")}”`;
}

const counted = new Intl.NumberFormat();

/** "1,204 tokens read, 86 written, $0.0042, 1.3 s". */
export function costText({
  inputTokens,
  outputTokens,
  costMicros,
}: Pick<Run, "inputTokens" | "outputTokens" | "costMicros">) {
  const tokens = `${counted.format(inputTokens)} tokens read, ${counted.format(outputTokens)} written`;
  return costMicros > 0 ? `${tokens}, ${dollars(costMicros)}` : tokens;
}

export function duration(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** Of what a turn may change here or ask a shop for. */
export function changesLeftText(left: number): string {
  if (left <= 0) return "It could change nothing more";
  return left === 1 ? "It could change one more thing" : `It could change ${left} more things`;
}

const handOverWords: Record<NonNullable<Run["handOverReason"]>, string> = {
  asked_for_person: "the customer asked for a person",
  anger: "the customer is angry",
  legal: "it is about legal steps",
  safety: "somebody may be in danger",
  topic: "your guidance leaves this to people",
  forbidden_topic: "the AI may not speak about it",
  low_confidence: "it was not sure enough",
  checks_failed: "its answers did not pass the checks",
  policy_refused: "the shop’s rules did not allow it",
  budget: "the budget was used up",
  model_failed: "no model could answer",
  tool_failed: "something could not be looked up or done",
  repeated: "its answers had not helped",
};

/** One that is not known yet, in its own words. */
export function handOverText(reason: string): string {
  const known: Record<string, string | undefined> = handOverWords;
  return known[reason] ?? reason.replaceAll("_", " ");
}

const doubts: Record<NonNullable<Run["confidence"]>, string> = {
  high: "no doubt",
  medium: "one doubt",
  low: "several doubts",
};

/** What was found out of a turn, and what became of its answer by the guidance: "About an order’s status, no doubt". */
export function judgement({ intent, confidence, mode }: Pick<Run, "intent" | "confidence" | "mode">): string | null {
  const parts = [
    intent && `About: ${intentName(intent).toLowerCase()}`,
    confidence && doubts[confidence],
    mode && modeNames[mode].toLowerCase(),
  ].filter(Boolean);
  return parts.length > 0 ? `${parts.join(", ")}.` : null;
}

/** What a tool told, as short as it can be said; null: only the whole of it says it. */
export function gist(result: unknown): string | null {
  if (!isRecord(result)) return null;
  if (typeof result.error === "string") return result.error;
  const { orders, articles, messages } = result;
  if (Array.isArray(orders)) return orders.length === 0 ? "No orders" : namesIn(orders, "name");
  if (Array.isArray(articles))
    return articles.length === 0 ? "Nothing is written about it" : namesIn(articles, "title");
  if (Array.isArray(messages)) return messages.length === 1 ? "One message" : `${messages.length} messages`;
  return null;
}

/** What came of a question that was asked beside the turn; null: nothing, or it may not be seen. */
export function asideGist({ kind, said }: Pick<RunStep, "kind" | "said">): string | null {
  const found = finalWord(said);
  if (!found) return null;
  if (kind === "reading") {
    if (found.holdsInstructions === true) return "It held instructions: its words were kept from the AI.";
    return typeof found.summary === "string" && found.summary !== ""
      ? `Read: ${found.summary}`
      : "Nothing was found in it.";
  }
  const { unsupported } = found;
  if (!Array.isArray(unsupported)) return null;
  if (unsupported.length === 0) return "All of it is supported.";
  return `Not supported: sentence ${unsupported.join(", ")}.`;
}

function namesIn(rows: unknown[], field: string): string | null {
  const names = rows.flatMap((row) => (isRecord(row) && typeof row[field] === "string" ? [row[field]] : []));
  return names.length > 0 ? [...new Set(names)].join(", ") : null;
}

/** What a model's last word holds besides the answer itself. Null: it was no answer in the agreed form. */
export function finalWord(said: string | null): Record<string, unknown> | null {
  if (!said) return null;
  try {
    const parsed: unknown = JSON.parse(said.replace(/^\s*```(?:json)?\s*|\s*```\s*$/g, ""));
    return isRecord(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

export interface TraceSource {
  id: string;
  label: string;
}

/** What the last answer says it rests on, articles by their titles. */
export function sourcesOf(steps: readonly RunStep[]): TraceSource[] {
  const final = finalWord(steps.findLast(({ kind }) => kind === "model")?.said ?? null);
  const claimed = Array.isArray(final?.sources) ? final.sources : [];
  const titles = new Map(steps.flatMap(({ result }) => articlesIn(result)));
  return [...new Set(claimed.map(String))].map((id) => ({
    id,
    label: titles.get(id) ?? id.replace(/^m(?=\d+$)/, "Message "),
  }));
}

function articlesIn(result: unknown): [string, string][] {
  const articles = isRecord(result) && Array.isArray(result.articles) ? result.articles : [];
  return articles.filter(isRecord).map(({ id, title }) => [String(id), String(title)]);
}

/** JSON on as many lines as it needs. */
export function laidOut(value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value, null, 2);
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return value;
  }
}

/** What the AI told the person who takes over; null: nothing. */
export function summaryOf(steps: readonly RunStep[]): string | null {
  const last = steps.findLast(({ kind }) => kind === "model");
  const said = finalWord(last?.said ?? null) ?? finalWord(last?.calls.at(-1)?.arguments ?? null);
  return typeof said?.summary === "string" && said.summary !== "" ? said.summary : null;
}
