import { answersInARow, type HandOverReason } from "../domain/automation/index.ts";
import type { Conversation, MessageWithAttachments } from "../domain/conversations/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { currentAmong } from "./brief.ts";
import { languageOf } from "./words/language.ts";
import { saysUnhelped, signalIn } from "./words/signals.ts";

/** Answers in a row without a person between: more of them help nobody. */
const mostAnswersInARow = 5;
const mostUnhelped = 2;

const inWords: Record<"safety" | "legal" | "asked_for_person" | "anger", string> = {
  safety: "The customer writes of danger, injury or illness",
  legal: "The customer speaks of legal steps",
  asked_for_person: "The customer asks for a person",
  anger: "The customer is angry",
};

export interface Heard {
  /** Why people take over before a model is asked; null: nothing in it says so. */
  handOver: { code: HandOverReason; reason: string } | null;
  /** What the customer writes; null in doubt. */
  language: string | null;
  /** Her newest words. */
  words: string;
}

/**
 * Reads what the customer wrote since she was last answered, before any model does.
 * @param messages of the conversation, newest first.
 */
export async function listen(
  ctx: Context,
  conversation: Conversation,
  lastMessageId: string,
  messages: readonly MessageWithAttachments[],
  { isPast = false } = {},
): Promise<Heard> {
  const current = currentAmong(messages, conversation, lastMessageId);
  const hers = current.filter(({ kind, author }) => kind === "customer" && author.id === conversation.customerId);
  const answeredAt = current.find(({ kind }) => kind === "reply")?.position ?? 0;
  const unanswered = hers.filter(({ position }) => position > answeredAt).map(({ text }) => text);
  const language = languageOf(unanswered.join("\n")) ?? languageOf(hers.map(({ text }) => text).join("\n"));
  // Of what is past, answers that came later are no reason.
  const handOver = signalled(unanswered) ?? (isPast ? null : await goesRound(ctx, conversation, current, hers));
  return { handOver, language, words: unanswered[0] ?? "" };
}

function signalled(unanswered: readonly string[]): Heard["handOver"] {
  for (const words of unanswered) {
    const code = signalIn(words);
    if (code) return { code, reason: inWords[code] };
  }
  return null;
}

/** Two that talk past each other would do so for ever. */
async function goesRound(
  ctx: Context,
  { id }: Conversation,
  current: readonly MessageWithAttachments[],
  hers: readonly MessageWithAttachments[],
): Promise<Heard["handOver"]> {
  const n = await answersInARow(ctx, id);
  if (n === 0) return null;
  if (n >= mostAnswersInARow) {
    return { code: "repeated", reason: `The AI has answered ${n} times and it is not resolved` };
  }
  const firstAnswer = current.findLast(({ kind, via }) => kind === "reply" && via === "ai")?.position ?? 0;
  const unhelped = hers.filter(({ position, text }) => position > firstAnswer && saysUnhelped(text)).length;
  if (unhelped < mostUnhelped) return null;
  return { code: "repeated", reason: "The customer has said twice that the AI's answers do not help" };
}
