import { randomBytes } from "node:crypto";
import type { RelayFrame } from "../../integrations/index.ts";
import { maskCards } from "../mask-cards.ts";
import { tidy } from "../policy.ts";
import { type AnswerEnd, openAnswers } from "./answer.ts";
import { openSpending } from "./budget.ts";
import { collectKeys } from "./keys.ts";
import { greetingOf, phrasesIn } from "./phrases.ts";
import { openProof } from "./proof.ts";
import { type HandOverReason, summaryOf } from "./summary.ts";
import type { TalkCall, TalkTools } from "./talk-call.ts";
import { wishIn } from "./wishes.ts";

export interface Talk {
  hear(frame: Exclude<RelayFrame, { kind: "setup" }>): void;
  /** Gives the call to a person. */
  handOver(reason: HandOverReason): Promise<void>;
  /** The caller hung up, or the provider is gone. */
  gone(): Promise<void>;
}

interface Ending {
  /** In a word, to be counted. */
  outcome: string;
  /** In words, for the run. */
  why: string;
  /** What is written first. */
  before?: () => Promise<void>;
}

interface Held {
  said: string;
  /** With its digits hidden. */
  shown: string;
  shownAs(words: string): string;
  timer: ReturnType<typeof setTimeout>;
}

const longestUtterance = 2000;
/** For the last answer. */
const graceMs = 30_000;

/** Talks with a caller until she leaves, wants a person, or needs one. */
export function startTalk(call: TalkCall, tools: TalkTools): Talk {
  const { limits, send, log } = tools;
  const spending = openSpending(limits.budget);
  const boundary = `caller-${randomBytes(8).toString("hex")}`;
  const proof = openProof(call.assurance, call.codes);
  const callerSaid: string[] = [];
  /** Said, and not answered yet. */
  const unanswered: string[] = [];
  let checking: Promise<void> | null = null;
  /** Digits that are the most of a code, or something else. */
  let held: Held | null = null;
  let [language, quietTurns] = [call.languages[0] ?? "en-US", 0];
  let ending: Promise<void> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const answers = openAnswers({ ...{ call, tools, proof, spending, boundary }, language: () => language, speak });
  const keys = collectKeys(limits.keysMs, (digits) =>
    digits === "0" ? void handOver("asked") : take(digits, (keys) => `Pressed ${keys}`),
  );
  // Whatever else happens: no call stays with a machine.
  const last = setTimeout(() => void handOver("budget"), limits.budget.minutes * 60_000 + graceMs);
  spoken(answers.say(greetingOf({ language, shop: call.shop, own: call.greeting })));
  if (tools.models.length === 0) void handOver("no_model");

  function speak(wanted: string) {
    if (wanted === language) return;
    language = wanted;
    send({ kind: "language", language });
  }

  /** The caller said or pressed something. */
  function take(said: string, shownAs = (words: string) => words) {
    clearTimeout(timer);
    answers.stop();
    quietTurns = 0;
    const { shown, part, check } = proof.hear(said, language);
    letGo({ isCode: part === "completes" });
    if (part === "may_begin") {
      held = { said, shown, shownAs, timer: setTimeout(answerHeld, limits.keysMs) };
      return spoken("");
    }
    call.lines.caller(shownAs(shown));
    if (part === "begins") return spoken("");
    note(shown);
    const wish = wishIn(shown);
    return wish ? void handOver(wish) : respond(check);
  }

  function note(words: string) {
    callerSaid.push(words);
    unanswered.push(words);
  }

  /** It is known by now what was held. */
  function letGo({ isCode }: { isCode: boolean }) {
    if (!held) return;
    const { said, shown, shownAs, timer } = held;
    held = null;
    clearTimeout(timer);
    call.lines.caller(shownAs(isCode ? shown : said));
    if (!isCode) note(said);
  }

  /** Nothing more came: it was no code. */
  function answerHeld() {
    clearTimeout(timer);
    letGo({ isCode: false });
    respond(null);
  }

  function respond(check: (() => Promise<void>) | null) {
    const detail = spending.exceeded();
    if (detail) return void handOver("budget", { detail });
    spending.turns++;
    if (check) checking = (checking ?? Promise.resolve()).then(check);
    void answer(spending.turns);
  }

  async function answer(turn: number) {
    const ended = await answerOf(turn).catch((error: unknown) => {
      log.error({ err: error }, "an answer to a caller failed");
      return { end: "hand_over", reason: "fault", words: "" } as const;
    });
    if (ending || ended.end === "stopped") return;
    if (ended.end === "hand_over") return void handOver(ended.reason, { words: ended.words });
    if (ended.end === "said") return spoken(ended.text);
    const words = ended.text || answers.say(phrasesIn(language).goodbye);
    timer = setTimeout(() => void leave("goodbye"), words.length * limits.characterMs + limits.goodbyeMs);
  }

  /** What is said while a code is looked at is answered together with it, and by what it shows. */
  async function answerOf(turn: number): Promise<AnswerEnd> {
    if (checking) await checking;
    if (ending || turn !== spending.turns) return { end: "stopped" };
    checking = null;
    return answers.answer(unanswered.splice(0).join(" "));
  }

  /** Waits for what is said to it. Who says nothing is asked once. */
  function spoken(text: string) {
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        if (++quietTurns > 1) return void leave("silent");
        spoken(answers.say(phrasesIn(language).stillThere));
      },
      text.length * limits.characterMs + limits.silenceMs,
    );
  }

  function hearWords(frame: Extract<RelayFrame, { kind: "prompt" }>) {
    const words = maskCards(tidy(frame.text.slice(0, longestUtterance)));
    clearTimeout(timer);
    if (!frame.isLast || words === "") return spoken("");
    const heard = call.languages.find((one) => one.toLowerCase() === frame.language?.toLowerCase());
    if (heard) speak(heard);
    take(words);
  }

  function handOver(reason: HandOverReason, given: { detail?: string; words?: string } = {}): Promise<void> {
    const { detail = null, words = "" } = given;
    const summary = summaryOf({
      reason,
      detail,
      words,
      callerSaid,
      ordersSeen: answers.ordersSeen(),
      isVerified: proof.assurance() === "verified",
    });
    return end(
      { reason },
      { outcome: "handed_over", why: summary.split("\n")[0]!, before: () => call.summarise(summary) },
    );
  }

  function leave(reason: "goodbye" | "silent") {
    const why = reason === "goodbye" ? "The caller took leave" : "The caller said nothing any more";
    return end({ reason, end: true }, { outcome: reason, why });
  }

  /** Once; whoever comes later waits for the same end. */
  function end(handoff: Record<string, unknown> | null, how: Ending): Promise<void> {
    ending ??= finish(handoff, how);
    return ending;
  }

  /** The provider goes on with the call even when we cannot write any more. */
  async function finish(handoff: Record<string, unknown> | null, { outcome, why, before }: Ending) {
    clearTimeout(last);
    clearTimeout(timer);
    keys.clear();
    letGo({ isCode: true });
    answers.stop();
    const written = call.lines.settled().then(before);
    await Promise.race([written, elapsed(limits.lastWordsMs)]).catch((error: unknown) =>
      log.error({ err: error }, "what an assistant leaves behind could not be written"),
    );
    if (handoff) send({ kind: "end", handoff });
    tools.meter.ended(outcome);
    await call.close(why).catch((error: unknown) => log.error({ err: error }, "an assistant's run could not be ended"));
  }

  return {
    hear(frame) {
      if (ending) return;
      if (frame.kind === "prompt") hearWords(frame);
      else if (frame.kind === "interrupt") {
        answers.cut(frame.spoken);
        spoken("");
      } else if (frame.kind === "digit") {
        clearTimeout(timer);
        clearTimeout(held?.timer);
        keys.press(frame.digit);
      } else
        log.warn({ description: frame.description.slice(0, 200) }, "the provider could not use what an assistant said");
    },
    handOver,
    gone: () => end(null, { outcome: "hung_up", why: "The caller hung up" }),
  };
}

function elapsed(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms).unref());
}
