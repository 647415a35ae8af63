import { randomBytes } from "node:crypto";
import type { Run } from "../domain/automation/index.ts";
import type { Conversation, Message, MessageWithAttachments } from "../domain/conversations/index.ts";
import { sentencesOf } from "../domain/knowledge/index.ts";
import type { Memory } from "../domain/memories/index.ts";
import { now } from "../platform/clock.ts";
import { type Letter, letterOf } from "./apart/letter.ts";
import { addMessage, type Evidence, messageRef } from "./evidence.ts";
import { maskCards } from "./mask-cards.ts";
import { NoDraft } from "./no-draft.ts";
import { replyPrompt, replyRules } from "./prompts/reply/index.ts";
import type { Given } from "./prompts/reply/section.ts";
import { mayRead, readerOf } from "./reader.ts";
import type { Seen } from "./seen.ts";

/** Sizes in characters. */
const maxMessages = 20;
export const longestShown = 8000;
const maxOlder = 3000;
const maxAll = 30_000;
/** Of another message, to find what is quoted of it. */
const maxQuoted = 20_000;

export interface Brief {
  instructions: string;
  /** The conversation as data: JSON between two lines that nobody outside can know. */
  conversation: string;
  boundary: string;
  /** What of the instructions no reply may repeat. */
  rules: string;
  /** The name of the message to answer. */
  answered: string;
  /** The oldest message shown. */
  firstMessageId: string;
}

/** What it is shown besides the messages. */
interface About {
  memories?: readonly Memory[];
  /** What has been read apart of letters, by their ids. */
  read: ReadonlyMap<string, object>;
  /** What the shop writes first for. */
  occasion?: Record<string, unknown> | null;
}

/**
 * What the model is told and shown at first. Notes of colleagues and mail of machines stay out of it, and so does what
 * was resolved before: it begins after the conversation was last closed.
 */
export function buildBrief(
  conversation: Conversation,
  run: Pick<Run, "lastMessageId">,
  evidence: Evidence,
  { shop, customer, shown: messages }: Seen,
  given: Pick<Given, "guidance" | "isSentAlone" | "because"> & About,
): Brief {
  const { memories = [], read, occasion, ...rest } = given;
  const boundary = `conversation-${randomBytes(8).toString("hex")}`;
  const asked = messages.find(({ id }) => id === run.lastMessageId);
  const reader = readerOf(conversation, asked);
  const readable = messages.filter((message) => mayRead(reader, message));
  const shown = chooseMessages(currentAmong(readable, conversation, run.lastMessageId), run.lastMessageId);
  for (const { message, text } of shown) addMessage(evidence, message, text);
  evidence.guidance = guidanceWords(given.guidance);
  const identities = reader === null ? customer.identities : [];
  for (const { value } of identities) evidence.customerAddresses.add(value.toLowerCase());
  const data = {
    customer: {
      ...{ kind: "customer", name: reader === null ? customer.name.slice(0, 200) : "" },
      ...saidBefore(memories, evidence),
    },
    subject: maskCards(conversation.subject.slice(0, 300)),
    messages: shown.map(({ message, text }) => ({ ...describeMessage(message, text), ...read.get(message.id) })),
    ...(occasion && { occasion }),
  };
  if (occasion) evidence.facts.push(JSON.stringify(occasion));
  const answered = shown.find(({ message }) => message.id === run.lastMessageId)?.message;
  if (!answered) throw new NoDraft("skipped", "The message to answer is too far back in the conversation");
  const told = { ...rest, shop: shop.name, today: now().toISOString().slice(0, 10), boundary };
  return {
    instructions: replyPrompt(told),
    rules: replyRules(told),
    conversation: `${boundary}\n${JSON.stringify(data, null, 1)}\n${boundary}`,
    boundary,
    answered: messageRef(answered),
    firstMessageId: shown[0]!.message.id,
  };
}

/** What the merchant says of the shop, sentence by sentence, and of how it does things, each as a whole. */
function guidanceWords({ about, procedures }: Given["guidance"]): string[] {
  return [...sentencesOf(about), ...procedures.map(({ when, steps, then }) => [when, ...steps, then].join("\n"))];
}

/** Her own words of earlier, with their day: data like all she writes. */
function saidBefore(memories: readonly Memory[], evidence: Evidence) {
  if (memories.length === 0) return {};
  evidence.customerWords.push(...memories.map(({ words }) => words));
  const saidAboutHerself = memories.map(({ kind, words, createdAt }) => ({
    ...{ kind, words, on: createdAt.toISOString().slice(0, 10) },
  }));
  return { saidAboutHerself };
}

/**
 * Letters that came since the conversation was last closed, newest first; the one to answer and what came after it in any
 * case, for it may have come late. What is newer than the answered one is there only when a past turn is tried again.
 */
export function currentAmong<M extends Pick<Message, "id" | "kind" | "automatic" | "createdAt" | "position">>(
  newestFirst: readonly M[],
  { resolvedAt }: Pick<Conversation, "resolvedAt">,
  answeredId: string,
): M[] {
  const answered = newestFirst.find(({ id }) => id === answeredId);
  return newestFirst.filter(
    (message) =>
      isCorrespondence(message) &&
      message.position <= (answered?.position ?? Number.POSITIVE_INFINITY) &&
      (message.id === answeredId || resolvedAt === null || message.createdAt > resolvedAt),
  );
}

/** What the model sees of a message. */
export function describeMessage(message: MessageWithAttachments, text: string) {
  return {
    id: messageRef(message),
    from: message.kind === "customer" ? "customer" : "shop",
    at: message.sentAt.toISOString(),
    text,
    attachments: message.attachments.slice(0, 10).map((attachment) => attachment.name.slice(0, 100)),
  };
}

type Written = Pick<Message, "id" | "kind" | "text">;

/** A message by who wrote what of it: of a customer's, what she quotes from elsewhere or forwards is a stranger's. */
export function letterIn({ id, kind, text }: Written, all: readonly Written[]): Letter {
  if (kind !== "customer") return { own: text.trim(), strangers: [] };
  const others = all.filter((other) => other.id !== id).map((other) => other.text.slice(0, maxQuoted));
  return letterOf(text.trim(), others);
}

/** A message's own words, without card numbers, cut to size. @param all of the conversation, as far as it is at hand. */
export function wordsOf(message: Written, all: readonly Written[], maxLength: number): string {
  const text = maskCards(letterIn(message, all).own);
  return text.length <= maxLength ? text : `${text.slice(0, maxLength).toWellFormed()} […]`;
}

export function isCorrespondence(message: Pick<Message, "kind" | "automatic">): boolean {
  return message.kind !== "note" && message.automatic === null;
}

/** The newest ones that fit, oldest first; the message to answer is always among them. */
function chooseMessages(newestFirst: readonly MessageWithAttachments[], answeredId: string) {
  const chosen: { message: MessageWithAttachments; text: string }[] = [];
  let left = maxAll;
  for (const message of newestFirst.slice(0, maxMessages)) {
    const text = wordsOf(message, newestFirst, message.id === answeredId ? longestShown : maxOlder);
    if (text.length > left) break;
    left -= text.length;
    chosen.unshift({ message, text });
  }
  return chosen;
}
