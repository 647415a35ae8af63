/** Why the assistant gave a call to a person. */
export type HandOverReason =
  | ("asked" | "upset" | "unsure" | "not_allowed")
  | ("budget" | "model_failed" | "no_model" | "fault" | "stopped");

const why: Record<HandOverReason, string> = {
  asked: "The caller asked for a person.",
  upset: "The caller is upset.",
  unsure: "The assistant was not sure of its answer.",
  not_allowed: "The caller wants something the assistant may not do.",
  budget: "The call used up what the assistant may spend on one call",
  model_failed: "The AI model did not answer.",
  no_model: "No AI model is set up.",
  fault: "The connection to the phone provider broke.",
  stopped: "The server was restarted.",
};

const longestQuote = 160;

/** What a person who takes the call reads first: why, what is wanted, what was found. */
export function summaryOf(given: {
  reason: HandOverReason;
  /** Of `budget`: which part of it. */
  detail: string | null;
  /** The model's own words, when it had any. */
  words: string;
  callerSaid: readonly string[];
  ordersSeen: readonly string[];
  isVerified: boolean;
}): string {
  const { reason, detail, words, callerSaid, ordersSeen, isVerified } = given;
  const [first, last] = [callerSaid[0], callerSaid.at(-1)];
  const parts = [
    detail ? `${why[reason].replace(/\.$/, "")} (${detail}).` : why[reason].replace(/([^.])$/, "$1."),
    words.trim() && `Assistant: ${quote(words, 400)}`,
    first ? `First said: “${quote(first)}”` : "The caller has said nothing yet.",
    last && last !== first && `Last said: “${quote(last)}”`,
    ordersSeen.length > 0 && `Orders looked up: ${ordersSeen.join(", ")}`,
    isVerified ? "Who calls has proved with a code that she is the customer." : "Who calls has not been verified.",
  ];
  return parts.filter(Boolean).join("\n");
}

/** Cut, and without what could name a colleague in a note. */
function quote(text: string, most = longestQuote): string {
  const plain = text.replace(/\s+/g, " ").replace(/<@/g, "< @").trim();
  return plain.length <= most ? plain : `${plain.slice(0, most).toWellFormed()} …`;
}
