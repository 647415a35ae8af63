import { type Contradiction, figuresFor } from "../domain/knowledge/index.ts";
import type { Evidence } from "./evidence.ts";

/** Figures of two articles that no customer is told: both, unless guidance names one of them. */
export function notToBeTold(contradiction: Contradiction, { guidance }: Pick<Evidence, "guidance">): string[] {
  const disputed = disputedIn(contradiction);
  const right = rightOf(contradiction, guidance);
  return disputed.filter((term) => term !== right);
}

/** For the person who has to answer it: what articles disagree about and guidance does not decide; null: nothing. */
export function openContradiction({ guidance, contradictions }: Evidence): string | null {
  const open = contradictions.find((one) => rightOf(one, guidance) === null);
  if (!open) return null;
  const [one, other] = open.map(({ title, terms }) => `“${title}” says ${terms.join(", ")}`);
  return `Your articles contradict each other: ${one}, ${other}`;
}

/** What only one of them says. */
function disputedIn([one, other]: Contradiction): string[] {
  const only = (these: readonly string[], those: readonly string[]) => these.filter((term) => !those.includes(term));
  return [...only(one.terms, other.terms), ...only(other.terms, one.terms)];
}

/** A figure that guidance gives for something else decides nothing. */
function rightOf(contradiction: Contradiction, guidance: readonly string[]): string | null {
  const guided = figuresFor(contradiction, guidance);
  const named = disputedIn(contradiction).filter((term) => guided.includes(term));
  return named.length === 1 ? named[0]! : null;
}
