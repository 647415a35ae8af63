import type { Confidence } from "../domain/guidance/index.ts";

/** What can be counted of a turn. */
export interface Signs {
  /** Answers that did not pass the checks before the one that did. */
  refusals: number;
  /** Things it rests on besides the messages: orders, articles. */
  sources: number;
  /** Calls of tools that gave an error. */
  toolErrors: number;
  intent: string;
  /** Of the best passages found, the share of what was asked that they speak of; null: nothing was looked up. */
  coverage: number | null;
}

/** A passage that speaks of less of the question answers it by chance. */
const enoughCoverage = 0.4;

/**
 * How sure we are of an answer, never by the model's own word. High: it passed the checks at once, no tool failed, it is
 * known what the customer wants, it rests on something, and that speaks of what was asked. Medium: but for one of these.
 */
export function confidenceOf({ refusals, sources, toolErrors, intent, coverage }: Signs): Confidence {
  const doubts = [
    refusals > 0,
    toolErrors > 0,
    intent === "other",
    sources === 0,
    coverage !== null && coverage < enoughCoverage,
  ].filter(Boolean).length;
  if (doubts === 0) return "high";
  return doubts === 1 ? "medium" : "low";
}
