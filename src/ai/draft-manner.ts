import { z } from "zod";
import type { Brief } from "./brief.ts";
import type { Turn } from "./calls.ts";
import type { Manner } from "./converse.ts";
import { problemsOf, tidy } from "./policy.ts";
import { refuseUnwanted } from "./refuse-unwanted.ts";

const replyShape = z.object({ reply: z.string(), sources: z.array(z.string()) });

export interface Reply {
  reply: string;
  /** What the model says it used; not believed without evidence. */
  claimed: string[];
}

/** A turn that ends in a written draft: reply and sources as JSON, the whole of it checked before anybody sees it. */
export function draftManner(turn: Turn, brief: Brief): Manner<Reply> {
  const { $schema: _, ...schema } = z.toJSONSchema(replyShape);
  return {
    instructions: brief.instructions,
    output: { name: "draft", schema },
    stillWanted: async () => void (await refuseUnwanted(turn.grant.ctx, turn.run)),
    askAgain: (problems) => `Your answer cannot be used. ${problems.join(" ")} Write it again.`,
    judge({ text }) {
      const parsed = replyShape.safeParse(jsonOf(text));
      if (!parsed.success) return { problems: ["It is not the JSON that was asked for."] };
      const reply = tidy(parsed.data.reply);
      const problems = problemsOf(reply, turn.grant.evidence, brief);
      return problems.length === 0 ? { reply: { reply, claimed: parsed.data.sources } } : { problems };
    },
  };
}

/** Some models put a fence around it, whatever they are told. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\s*```(?:json)?\s*|\s*```\s*$/g, ""));
  } catch {
    return undefined;
  }
}
