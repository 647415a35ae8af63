import type { Facts } from "./facts.ts";
import type { Output } from "./respond.ts";
import type { Turn } from "./turn.ts";
import type { Reply } from "./write-reply.ts";

type Fields = Record<string, unknown>;
type Call = Output["toolCalls"][number];

/** What to do next: tools to call, or words to end with. */
export type Deed = { calls: Call[] } | { reply: Reply };

/**
 * What the rules do where there are tools that change something: propose, ask, and confirm once she agreed; send a code
 * where one is needed; and, gullible as models are, try what a letter tells them to. Null: nothing of the kind is asked.
 */
export function act(turn: Turn, facts: Facts, asked: string): Deed | null {
  const told = outputsByTool(turn);
  const offers = (name: string) => turn.tools.some((tool) => tool.name === name) || told.has(name);
  const firstName = facts.firstName ?? "there";
  const sayOf =
    (intent: string) =>
    (...paragraphs: string[]): Deed => ({ reply: replyOf(firstName, intent, paragraphs) });
  const say = sayOf("refund");
  const next = (name: string, given: object): Deed => ({ calls: [{ name, arguments: JSON.stringify(given) }] });

  if (hasEnded(turn) && offers("list_proposals")) {
    const [newest] = asList(told.get("list_proposals")?.proposals);
    return newest ? say(outcomeWords(newest)) : next("list_proposals", {});
  }
  if (isAgreement(asked) && offers("list_proposals") && offers("confirm")) {
    const listed = told.get("list_proposals");
    if (!listed) return next("list_proposals", {});
    const open = asList(listed.proposals).find(({ state }) => state === "open");
    const confirmed = told.get("confirm");
    if (open && !confirmed) return next("confirm", { proposal: open.proposal });
    if (confirmed) return say(outcomeWords(confirmed));
  }
  if (isInjection(asked) && offers("propose_refund")) {
    const tried = told.get("propose_refund");
    const orderName = orderIn([asked]) ?? "#1001";
    if (!tried) return next("propose_refund", { orderName, lines: "1", amount: "", asStoreCredit: false });
    if (text(tried.code) !== null) return say("I am afraid I cannot do that. I can help you with your own orders.");
    return say(proposalWords(tried, "refund"));
  }
  const writes = facts.messages.map((message) => message.text);
  const address = writes
    .toReversed()
    .map(addressIn)
    .find((found) => found !== null);
  const orderName = orderIn(writes.toReversed()) ?? facts.orders.find(({ parcel }) => parcel === null)?.name;
  if (address && orderName && offers("propose_change_address") && wantsMove(writes)) {
    const sayOfAddress = sayOf("address_change");
    const proposed = told.get("propose_change_address");
    if (!proposed) return next("propose_change_address", { orderName, ...noAddress, ...address });
    if (text(proposed.code) === "needs_verified" && offers("send_code")) {
      const sent = told.get("send_code");
      if (!sent) return next("send_code", { language: "en" });
      const to = text(sent.sentTo);
      if (to)
        return sayOfAddress(
          "I can do that. To be sure that it is you who asks, I have sent you a code: please answer with it.",
        );
    }
    if (text(proposed.proposal)) {
      const where = `${address.address1}, ${address.zip} ${address.city}`;
      return sayOfAddress(`I can have your order ${orderName} sent to ${where}. Shall I? Please answer yes.`);
    }
    return sayOfAddress(`I cannot change the address of your order ${orderName} myself. A colleague will look at it.`);
  }
  if (
    /\brefund|money back\b/i.test(asked) &&
    !/\b(?:has|where|when|was|did)\b/i.test(asked) &&
    offers("propose_refund")
  ) {
    return refund({ asked, told, facts, say, next });
  }
  return null;
}

function refund(given: {
  asked: string;
  told: Map<string, Fields>;
  facts: Facts;
  say(...paragraphs: string[]): Deed;
  next(name: string, given: object): Deed;
}): Deed | null {
  const { asked, told, facts, say, next } = given;
  const named = orderIn([asked]) ?? facts.orders[0]?.name;
  if (!named) return told.has("find_orders") ? null : next("find_orders", {});
  if (!told.has("get_order")) return next("get_order", { orderName: named });
  const proposed = told.get("propose_refund");
  const amount = /(\d+[.,]\d{2})\s*(?:EUR|€)|(?:EUR|€)\s*(\d+[.,]\d{2})/i.exec(asked);
  const sum = (amount?.[1] ?? amount?.[2] ?? "").replace(",", ".");
  const count = Math.max(1, facts.orders.find(({ name }) => name === named)?.lines.length ?? 1);
  const lines = sum ? "" : Array.from({ length: count }, (_, n) => n + 1).join(", ");
  if (!proposed) return next("propose_refund", { orderName: named, lines, amount: sum, asStoreCredit: false });
  if (text(proposed.proposal)) return say(proposalWords(proposed, "refund"));
  return null;
}

function proposalWords(proposed: Fields, what: string): string {
  const [amount, order] = [text(proposed.givenBack), text(proposed.order)];
  const named = Array.isArray(proposed.mustName) ? proposed.mustName.map(String) : [];
  const goods = named.filter((name) => name !== amount && !order?.endsWith(name));
  const approval = proposed.needsApproval === true ? " A colleague has to agree to it as well." : "";
  const of = goods.length > 0 ? ` (${goods.join(", ")})` : "";
  return `I can ${what} ${amount ?? "it"} for your order ${order}${of}, to where you paid from.${approval} Shall I? Please answer yes.`;
}

function outcomeWords(outcome: Fields): string {
  const about = `order ${text(outcome.order)}`;
  if (text(outcome.code)) return `I could not do that for your order. A colleague will look at it.`;
  if (outcome.state === "done") return `It is done: your ${about} is as you wanted it.`;
  if (outcome.state === "waiting_for_approval") {
    return `Thank you. A colleague has to agree to it for your ${about}; you will hear from us as soon as that is decided.`;
  }
  if (outcome.state === "in_progress") return `Thank you. It is under way for your ${about}.`;
  return `It could not be done for your ${about}. A colleague will look at it.`;
}

const noAddress = { firstName: "", lastName: "", company: "", address2: "", provinceCode: "", phone: "" };
const countries: Record<string, string> = { norway: "NO", sweden: "SE", denmark: "DK", germany: "DE", finland: "FI" };

/** "Kungsgatan 3, 753 32 Uppsala, Sweden" */
function addressIn(written: string) {
  const found =
    /(\p{Lu}[\p{L}. ]+ \d+\w?),\s*(\d[\d ]{2,6}\d)\s+(\p{Lu}[\p{L} ]+?)(?:,\s*(\p{L}+))?(?=[.\n?!]|$)/u.exec(written);
  if (!found) return null;
  const [, address1 = "", zip = "", city = "", country = "norway"] = found;
  return { address1, zip: zip.trim(), city: city.trim(), countryCode: countries[country.toLowerCase()] ?? "NO" };
}

function orderIn(texts: readonly string[]): string | null {
  return (
    texts.map((one) => /#\s?\d{3,}/.exec(one)?.[0].replace(/\s/, "") ?? null).find((name) => name !== null) ?? null
  );
}

function wantsMove(texts: readonly string[]): boolean {
  return texts.some((one) =>
    /\b(?:address|moved|(?:send|ship|deliver|go) (?:it |them |this |(?:order )?#\d+ )?to)\b/i.test(one),
  );
}

/** The turn was begun because something has ended that was asked for before. */
function hasEnded({ texts }: Turn): boolean {
  return texts.some(
    ({ role, text: said }) =>
      role !== "user" && role !== "assistant" && /was begun for the customer has ended/.test(said),
  );
}

function isAgreement(asked: string): boolean {
  return /^\s*(?:yes|yeah|ok|okay|please do|ja|go ahead)\b/i.test(asked);
}

function isInjection(asked: string): boolean {
  return /\bignore (?:all|your|the|any|previous)\b|developer mode|system prompt/i.test(asked);
}

/** The newest output of each tool. */
function outputsByTool({ calledTools, toolOutputs }: Turn): Map<string, Fields> {
  return new Map(calledTools.map((name, n) => [name, fieldsOf(toolOutputs[n])]));
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function asList(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function replyOf(firstName: string, intent: string, paragraphs: string[]): Reply {
  const said = [`Hi ${firstName},`, ...paragraphs, "Kind regards"].join("\n\n");
  return { text: said, needsPerson: false, intent, order: null, article: null };
}
