import { intentsOf, knownIntents } from "../../../domain/guidance/index.ts";
import type { Section } from "./section.ts";

const meanings: Readonly<Record<string, string>> = knownIntents;

export const outcome: Section = ({ guidance }) => {
  const intents = intentsOf(guidance).map((name) => (meanings[name] ? `${name} (${meanings[name]})` : name));
  return `Your answer is JSON
- "outcome": "reply" to answer; "hand_over" to give the conversation to a person: she asks for one, is angry, threatens legal steps, is or may be in danger, it needs what you may not do, or you are not sure; "no_reply" when nothing needs an answer, such as plain thanks.
- "reply": the text for the customer. When you hand over, one or two sentences that say so; empty when there is no reply.
- "sources": the ids of the orders, articles and messages the reply rests on.
- "intent": what she wants, one of: ${intents.join("; ")}.
- "reason": when you hand over or do not reply, why, in a few words; otherwise empty.
- "summary": when you hand over, for the person who takes over: what she wants, what you found, what is left to do, in two or three sentences; otherwise empty.`;
};
