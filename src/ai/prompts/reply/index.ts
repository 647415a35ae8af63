import { noGuidance } from "../../../domain/guidance/index.ts";
import { acting } from "./acting.ts";
import { facts } from "./facts.ts";
import { about, procedures, topics } from "./guidance.ts";
import { outcome } from "./outcome.ts";
import { safety } from "./safety.ts";
import type { Given, Section } from "./section.ts";
import { style } from "./style.ts";
import { task } from "./task.ts";

/** In the order they are told; a new one is a file and a line here. */
const sections: readonly Section[] = [task, about, facts, acting, procedures, topics, style, safety, outcome];

/** What the model is told before it sees anything. Nothing in it comes from outside the shop. */
export function replyPrompt(given: Given): string {
  return sections.flatMap((section) => section(given) ?? []).join("\n\n");
}

/**
 * The same without what the shop says itself (its name, its guidance) and what is to be told: that may be quoted to a
 * customer, the rest may not.
 */
export function replyRules(given: Given): string {
  return replyPrompt({ ...given, shop: "", guidance: noGuidance, because: given.because && "…" });
}
