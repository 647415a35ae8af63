import { isOutreach } from "../domain/automation/index.ts";
import type { Conversation } from "../domain/conversations/index.ts";
import { type GuidanceContent, maySendAlone } from "../domain/guidance/index.ts";
import { disclosureFor } from "./answer-of.ts";
import { toldOf, unjudged, unsupportedIn } from "./apart/judge.ts";
import type { Brief } from "./brief.ts";
import { openContradiction } from "./contradicted.ts";
import type { Manner } from "./converse.ts";
import { type Final, finalSchema, readFinal } from "./final.ts";
import { problemsOf, tidy } from "./policy.ts";
import { handOverOf, handOverTool } from "./tools/hand-over.ts";
import type { Turn } from "./turn.ts";
import { problemsUnasked } from "./unasked.ts";
import { languageOf } from "./words/language.ts";

interface Drafting {
  guidance: GuidanceContent;
  conversation: Pick<Conversation, "channel">;
  stillWanted(): Promise<void>;
}

/** How a model is told that its answer was refused. */
export const refusing = "Your answer cannot be used.";

/** A turn that ends in writing: its outcome as JSON, the whole of it checked before anybody sees it. */
export function draftManner(
  turn: Turn,
  brief: Brief,
  { guidance, stillWanted, conversation }: Drafting,
): Manner<Final> {
  let refusals = 0;
  const refuse = (problems: string[]) => {
    refusals++;
    return { problems };
  };
  return {
    instructions: brief.instructions,
    output: { name: "draft", schema: finalSchema(guidance) },
    stillWanted,
    askAgain: (problems) => `${refusing} ${problems.join(" ")} Write it again.`,
    closing({ toolCalls }) {
      const call = toolCalls.find(({ name }) => name === handOverTool.name);
      if (!call) return null;
      const { reason, message, summary } = handOverOf(call.arguments);
      const reply = sayable(turn, brief, message);
      return { outcome: "hand_over", reply, reason, summary, sources: [], intent: "other", refusals };
    },
    async judge({ text }) {
      const final = readFinal(text, guidance);
      if (!final) return refuse(["It is not the JSON that was asked for."]);
      if (final.outcome === "no_reply") return { reply: { ...final, reply: "", refusals } };
      // To hand over needs no good words of the model: we have our own.
      if (final.outcome === "hand_over") {
        return { reply: { ...final, reply: sayable(turn, brief, final.reply), refusals } };
      }
      const reply = tidy(final.reply);
      const problems = problemsOf(reply, turn.grant.evidence, brief);
      if (isOutreach(turn.run.because)) {
        const { channel } = conversation;
        const mayBeAdded = maySendAlone(guidance, channel);
        const added = mayBeAdded ? disclosureFor(reply, guidance, languageOf(reply)) : null;
        problems.push(...problemsUnasked(reply, { channel, added }));
      }
      if (problems.length > 0) return refuse(problems);
      const unsupported = await unsupportedIn(turn, reply);
      if (unsupported === null) return { reply: { ...final, reply, refusals, held: unjudged } };
      if (unsupported.length > 0) return { ...refuse(toldOf(unsupported)), suggested: reply };
      const open = openContradiction(turn.grant.evidence);
      return { reply: { ...final, reply, refusals, ...(open && { held: open }) } };
    },
  };
}

/** Words for the customer, or none where they do not pass the checks. */
function sayable(turn: Turn, brief: Brief, words: string): string {
  const reply = tidy(words);
  return problemsOf(reply, turn.grant.evidence, brief).length === 0 ? reply : "";
}
