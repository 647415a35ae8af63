import { answersInARow, type NewDraft } from "../domain/automation/index.ts";
import type { Conversation } from "../domain/conversations/index.ts";
import { type GuidanceContent, modeFor } from "../domain/guidance/index.ts";
import { confidenceOf } from "./confidence.ts";
import { sourcesOf } from "./evidence.ts";
import type { Final } from "./final.ts";
import type { Heard } from "./listen.ts";
import type { Turn } from "./turn.ts";
import { languageOf } from "./words/language.ts";
import { sentencesIn } from "./words/sentences.ts";

export interface Answering {
  conversation: Conversation;
  content: GuidanceContent;
  heard: Heard;
  final: Final;
  /** The name of the message it answers. */
  answered: string;
  /** The shop writes first: what it is about stands in its records. */
  isOutreach?: boolean;
}

type Proposed = Pick<NewDraft, "body" | "disclosure" | "sources" | "intent" | "confidence" | "sending">;

/** What becomes of a reply that passed the checks: how sure we are of it, and so how it reaches the customer. */
export async function answerOf(turn: Turn, answering: Answering) {
  const { conversation, content, heard, final, answered, isOutreach = false } = answering;
  const { evidence, ctx } = turn.grant;
  const { reply, sources: claimed, refusals, held } = final;
  const intent = isOutreach ? "outreach" : final.intent;
  const sources = sourcesOf(evidence, { reply, claimed, answered });
  const confidence = confidenceOf({
    ...{ refusals, intent, toolErrors: turn.toolErrors ?? 0, coverage: evidence.coverage ?? null },
    sources: sources.filter(({ kind }) => kind === "order" || kind === "article").length + (isOutreach ? 1 : 0),
  });
  const chosen = modeFor(content, { channel: conversation.channel, intent, confidence });
  const sending = held === undefined ? chosen : { ...byPerson, heldBecause: held };
  const isFirst = sending.mode !== "draft" && (await answersInARow(ctx, conversation.id)) === 0;
  const disclosure = isFirst ? disclosureFor(reply, content, languageOf(reply) ?? heard.language) : null;
  return { body: reply, disclosure, sources, intent, confidence, sending } satisfies Proposed;
}

const byPerson = { mode: "draft", pauseMinutes: 0 } as const;

/** Who is answered by a machine is told so, once. */
export function disclosureFor(reply: string, { disclosure }: GuidanceContent, language: string | null): string | null {
  const sentence = disclosure || sentencesIn(language).disclosure;
  return reply.includes(sentence) ? null : sentence;
}
