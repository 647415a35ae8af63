/** Why the AI gives a conversation to people. */
export const handOverReasons = [
  ...(["asked_for_person", "anger", "legal", "safety", "topic", "forbidden_topic"] as const),
  ...(["low_confidence", "checks_failed", "policy_refused"] as const),
  ...(["budget", "model_failed", "tool_failed", "repeated"] as const),
] as const;
export type HandOverReason = (typeof handOverReasons)[number];

/** What people make of a draft. */
export const draftFates = ["used", "edited", "own_words", "discarded"] as const;
export type DraftFate = (typeof draftFates)[number];
