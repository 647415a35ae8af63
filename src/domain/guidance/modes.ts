import type { GuidanceContent, ModeRule } from "./content.ts";
import { type AnswerMode, type Confidence, isAtLeast } from "./rules.ts";

export interface ChosenMode {
  mode: AnswerMode;
  /** Of review: how long people may stop it. */
  pauseMinutes: number;
}

/**
 * How an answer reaches the customer. The rule that says most counts: about this channel and intent, then about this
 * intent, then about this channel; one about neither comes last. An answer we are less sure of than it asks for waits for
 * a person.
 */
export function modeFor(
  { modes }: Pick<GuidanceContent, "modes">,
  answer: { channel: string; intent: string; confidence: Confidence },
): ChosenMode {
  const fitting = modes.filter(
    ({ channel, intent }) =>
      (channel === "any" || channel === answer.channel) && (intent === "any" || intent === answer.intent),
  );
  const [rule] = fitting.toSorted((a, b) => weightOf(b) - weightOf(a));
  if (!rule || !isAtLeast(answer.confidence, rule.leastConfidence)) return { mode: "draft", pauseMinutes: 0 };
  return { mode: rule.mode, pauseMinutes: rule.mode === "review" ? rule.pauseMinutes : 0 };
}

function weightOf({ channel, intent }: ModeRule): number {
  return (intent === "any" ? 0 : 2) + (channel === "any" ? 0 : 1);
}

/** Whether the AI may send anything by itself on a channel: only then a customer hears from it that people take over. */
export function maySendAlone({ modes }: Pick<GuidanceContent, "modes">, onChannel: string): boolean {
  return modes.some(({ channel, mode }) => mode !== "draft" && (channel === "any" || channel === onChannel));
}
