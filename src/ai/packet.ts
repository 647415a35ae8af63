import type { DraftSource } from "../domain/automation/index.ts";
import { type Evidence, labelsOf } from "./evidence.ts";

interface Packet {
  reason: string;
  intent: string | null;
  /** The model's words; empty: none. */
  summary: string;
  /** What it has looked at; null: it was not asked. */
  evidence: Evidence | null;
  /** What the customer is told; null: nothing. */
  told: string | null;
  /** What the model would have said to the customer. */
  suggested: string;
}

/** What the person who takes over reads, so that nothing is asked of the customer again. */
export function packetOf({ reason, intent, summary, evidence, told, suggested }: Packet): string {
  const labels = (kind: DraftSource["kind"]) => (evidence ? labelsOf(evidence, kind) : []);
  const list = (title: string, items: string[]) => (items.length > 0 ? [`${title}: ${items.join(", ")}`] : []);
  return [
    `The AI gave this conversation to people. ${reason.replace(/\.?$/, ".")}`,
    ...(intent ? [`About: ${intent.replaceAll("_", " ")}`] : []),
    ...(summary ? [`Summary: ${summary.slice(0, 1500)}`] : []),
    ...list("Orders looked at", labels("order")),
    ...list("Articles read", labels("article")),
    told ? `The customer was told: “${told}”` : "The customer was told nothing.",
    ...(suggested && suggested !== told ? [`It would have written: “${suggested}”`] : []),
    "The AI sends nothing here until the conversation is closed.",
  ].join("\n");
}
