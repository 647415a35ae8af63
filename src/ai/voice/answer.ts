import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { converse, type Manner } from "../converse.ts";
import { labelsOf, noEvidence } from "../evidence.ts";
import { noJournal } from "../journal.ts";
import type { Answer, Item } from "../models/port.ts";
import { NoDraft } from "../no-draft.ts";
import { problemsOf } from "../policy.ts";
import { speakPrompt } from "../prompts/speak.ts";
import type { Turn } from "../turn.ts";
import type { Spending } from "./budget.ts";
import { grantOfCall } from "./grant-of-call.ts";
import { heardOf, type Mouth, openMouth } from "./mouth.ts";
import { phrasesIn } from "./phrases.ts";
import type { Proof } from "./proof.ts";
import type { HandOverReason } from "./summary.ts";
import type { TalkCall, TalkTools } from "./talk-call.ts";
import { goodbye, handOver, handOverOf, voiceTools } from "./tools.ts";

export type AnswerEnd =
  | { end: "said" | "goodbye"; text: string }
  | { end: "hand_over"; reason: HandOverReason; words: string }
  /** Somebody spoke into it, or the call is over. */
  | { end: "stopped" };

export interface Answers {
  /** Answers what the caller said. */
  answer(words: string): Promise<AnswerEnd>;
  /** Says words that need no model; gives them back. */
  say(text: string): string;
  /** Ends the answer under way: what was given to the voice counts as said. */
  stop(): void;
  /** The caller spoke into it: only what she heard counts as said. */
  cut(spoken: string): void;
  ordersSeen(): string[];
}

interface Spoken {
  item: { type: "said"; text: string };
  lineId: string;
}
interface UnderWay {
  mouth: Mouth;
  controller: AbortController;
  /** From the end of the caller's words to the first of ours. */
  firstWordsMs: number | null;
}

/** The assistant's side of one call: what it has said, knows and is about to say. */
export function openAnswers(given: {
  call: TalkCall;
  tools: TalkTools;
  proof: Proof;
  spending: Spending;
  boundary: string;
  language(): string;
  speak(language: string): void;
}): Answers {
  const { call, tools, proof, spending, boundary, language, speak } = given;
  const evidence = noEvidence();
  const voice = voiceTools({ findOrder: call.findOrder, languages: call.languages, speak });
  const items: Item[] = [];
  let last: Spoken | null = null;
  let current: UnderWay | null = null;
  const send = (text: string, isLast: boolean) => tools.send({ kind: "text", text, isLast, language: language() });

  async function answer(words: string): Promise<AnswerEnd> {
    const { models, limits } = tools;
    if (models.length === 0) return { end: "hand_over", reason: "no_model", words: "" };
    evidence.customerWords.push(words);
    items.push({
      type: "text",
      text: `${boundary}\n${JSON.stringify({ from: "customer", text: words })}\n${boundary}`,
    });
    const underWay = begin();
    const { mouth, controller } = underWay;
    const filler = setTimeout(() => !mouth.hasAnswered() && mouth.say(phrasesIn(language()).wait), limits.fillerMs);
    const working = [...items];
    try {
      const ended = await converse(await turnFor(controller.signal), working, manner(underWay));
      if (current !== underWay) return { end: "stopped" };
      items.push(...lookedUp(working.slice(items.length)));
      finish(mouth.said());
      return ended;
    } catch (error) {
      if (current !== underWay) return { end: "stopped" };
      finish(mouth.said());
      if (!(error instanceof NoDraft)) throw error;
      return { end: "hand_over", reason: reasonOf(error), words: "" };
    } finally {
      clearTimeout(filler);
    }
  }

  async function turnFor(stopped: AbortSignal): Promise<Turn> {
    const { models, limits } = tools;
    const { deadlineMs } = limits.turn;
    return {
      ...{ ctx: call.ctx, run: call.run, models, limits: limits.turn, toolCalls: 0 },
      ...{ spent: { tokens: 0, costMicros: 0 }, journal: noJournal() },
      tools: [...voice, ...(await proof.tools())],
      grant: grantOfCall(call, { assurance: proof.assurance(), evidence, holdsMs: deadlineMs }),
      signal: AbortSignal.any([stopped, AbortSignal.timeout(deadlineMs)]),
      deadlineAt: Date.now() + deadlineMs,
      onSpent: spending.add,
    };
  }

  function begin(): UnderWay {
    const startedAt = performance.now();
    const underWay: UnderWay = {
      controller: new AbortController(),
      firstWordsMs: null,
      mouth: openMouth({
        ...{ language, send },
        check: (sentence) => problemsOf(sentence.trim(), evidence, { boundary }),
        onFirst() {
          const ms = performance.now() - startedAt;
          underWay.firstWordsMs = Math.round(ms);
          tools.meter.firstWords(ms / 1000);
        },
      }),
    };
    current = underWay;
    return underWay;
  }

  function manner({ mouth }: UnderWay): Manner<AnswerEnd> {
    return {
      instructions: speakPrompt({
        ...{ shop: call.shop, boundary, today: now().toISOString().slice(0, 10), known: proof.known() },
        languages: [language(), ...call.languages.filter((one) => one !== language())],
      }),
      output: null,
      // An answer that nobody waits for is aborted by its signal.
      stillWanted: async () => undefined,
      onText: (delta) => mouth.add(delta),
      closing: (answered) => endOf(answered, mouth),
      judge() {
        mouth.end();
        const problems = mouth.problems();
        if (problems.length > 0) return { problems };
        return mouth.hasAnswered() ? { reply: { end: "said", text: mouth.said() } } : { problems: ["It is empty."] };
      },
      askAgain(problems) {
        const before = mouth.said();
        mouth.forgive();
        const heard = before ? ` The caller has heard: “${before}” Go on from there.` : " Answer again.";
        return `What you wrote cannot be said. ${problems.join(" ")}${heard}`;
      },
    };
  }

  /** Keeps what was said as the caller heard it. */
  function finish(text: string, wasCut = false) {
    const firstWordsMs = current?.firstWordsMs ?? null;
    current?.mouth.close();
    current?.controller.abort();
    current = null;
    if (text === "") return;
    const item = { type: "said" as const, text };
    items.push(item);
    last = { item, lineId: call.lines.assistant({ text, firstWordsMs, wasCut }) };
  }

  return {
    answer,
    say(text) {
      finish(current?.mouth.said() ?? "");
      send(text, true);
      finish(text);
      return text;
    },
    stop: () => current && finish(current.mouth.said()),
    cut(spoken) {
      const said = current?.mouth.said() ?? "";
      if (current && said !== "") return finish(heardOf(said, spoken), true);
      if (current) finish("");
      if (!last) return;
      const heard = heardOf(last.item.text, spoken);
      if (heard === last.item.text) return;
      last.item.text = heard;
      if (heard === "") items.splice(items.indexOf(last.item), 1);
      call.lines.cut(last.lineId, heard);
      last = null;
    },
    ordersSeen: () => labelsOf(evidence, "order"),
  };
}

function reasonOf({ cause }: NoDraft): HandOverReason {
  if (!(cause instanceof AppError)) return "unsure";
  return cause.code === "limit_exceeded" ? "budget" : "model_failed";
}

/** Whether the model ends more than its turn. */
function endOf({ toolCalls }: Answer, mouth: Mouth): AnswerEnd | null {
  if (toolCalls.length === 0) return null;
  mouth.end();
  // What was not said before a look-up is not missed.
  if (mouth.problems().length > 0) mouth.forgive();
  const handing = toolCalls.find(({ name }) => name === handOver.name);
  if (handing) {
    const { reason, summary } = handOverOf(handing.arguments);
    return { end: "hand_over", reason, words: summary };
  }
  return toolCalls.some(({ name }) => name === goodbye.name) ? { end: "goodbye", text: mouth.said() } : null;
}

/** The look-ups of an answer, which later answers may rest on; not its words. */
function lookedUp(added: readonly Item[]): Item[] {
  return added.filter(
    (item) => item.type === "tool_result" || (item.type === "answer" && item.answer.toolCalls.length > 0),
  );
}
