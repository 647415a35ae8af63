import type { DraftSource } from "../domain/automation/index.ts";
import type { Message } from "../domain/conversations/index.ts";
import type { Contradiction } from "../domain/knowledge/index.ts";
import { holdsWords } from "./claims.ts";
import type { Deed } from "./deed-words.ts";

/** What a turn has really seen: the answer is checked against it, and its sources are taken from it. */
export interface Evidence {
  /** Results of tools, as text. */
  facts: string[];
  /** What the shop wrote, without the customer's words quoted in it. */
  shopWords: string[];
  customerWords: string[];
  /** Addresses the shop knows as hers: of all that stand in her words, only these may be written to her. */
  customerAddresses: Set<string>;
  /** What the merchant tells the AI about the shop, each thing for itself: it may be told, and decides between articles. */
  guidance: string[];
  /** Articles that were found and say otherwise than each other. */
  contradictions: Contradiction[];
  /** Where shoppers read articles that were found: links to them alone may be told, and their digits ground nothing. */
  pages: string[];
  /** What tools brought from outside the shop: it grounds numbers, never a link or an address to write to. */
  outsideWords: string[];
  /** A tool has shown the turn what another system says: from then on a person does what moves money or changes something there. */
  isTainted: boolean;
  /** What actions of the ledger did in this conversation. */
  done: Set<Deed>;
  /** By the short name the model knows them by: "#1042", "m3". Two shops may have an order of the same name. */
  sources: Map<string, DraftSource[]>;
  /** Of the best passages found, the least share of what was asked that they speak of; absent: nothing was asked. */
  coverage?: number;
}

export function noEvidence(): Evidence {
  return {
    facts: [],
    shopWords: [],
    customerWords: [],
    customerAddresses: new Set(),
    guidance: [],
    contradictions: [],
    pages: [],
    outsideWords: [],
    isTainted: false,
    done: new Set(),
    sources: new Map(),
  };
}

export function addSource(evidence: Evidence, ref: string, source: DraftSource): void {
  const known = evidence.sources.get(ref) ?? [];
  if (!known.some((one) => one.id === source.id)) evidence.sources.set(ref, [...known, source]);
}

/** What the things of one kind that were seen are called. */
export function labelsOf({ sources }: Evidence, kind: DraftSource["kind"]): string[] {
  const seen = [...sources.values()].flat().filter((one) => one.kind === kind);
  return [...new Set(seen.map(({ label }) => label))];
}

/** The name a model calls a message by. */
export function messageRef(message: Pick<Message, "position">): string {
  return `m${message.position}`;
}

/** Takes in messages the model is shown; `text` is what it sees of them. */
export function addMessage(evidence: Evidence, message: Omit<Message, "html">, text: string): void {
  if (message.kind === "customer") evidence.customerWords.push(text);
  else evidence.shopWords.push(text.replace(/^\s*>.*$/gm, ""));
  const day = message.sentAt.toISOString().slice(0, 10);
  addSource(evidence, messageRef(message), {
    kind: "message",
    id: message.id,
    label: `${message.author.name}, ${day}`,
  });
}

/**
 * What an answer rests on: the message it answers, and those of the things seen that it names or that the model says
 * it used. What the model names without having seen it is no source.
 */
export function sourcesOf(
  evidence: Evidence,
  { reply, claimed, answered }: { reply: string; claimed: readonly string[]; answered: string },
): DraftSource[] {
  const wanted = new Set(claimed.map((ref) => ref.trim()));
  const used = [...evidence.sources].filter(
    ([ref, [first]]) =>
      ref === answered || wanted.has(ref) || (first?.kind === "order" && holdsWords(reply, ref.replace(/^#/, ""))),
  );
  return used.flatMap(([, sources]) => sources);
}
