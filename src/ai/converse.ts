import { z } from "zod";
import type { Brief } from "./brief.ts";
import { askModel, callTool, type Turn } from "./calls.ts";
import type { Answer, Item, Question } from "./models/port.ts";
import { NoDraft } from "./no-draft.ts";
import { problemsOf, tidy } from "./policy.ts";
import { refuseUnwanted } from "./refuse-unwanted.ts";
import { tools } from "./tools/index.ts";

const replyShape = z.object({ reply: z.string(), sources: z.array(z.string()) });

export interface Reply {
  reply: string;
  /** What the model says it used; not believed without evidence. */
  claimed: string[];
}

/**
 * Lets the model look things up until it answers. An answer that fails the checks goes back to it once, with the
 * reasons.
 *
 * @throws NoDraft when no good answer comes out of it, or nobody wants it any more.
 */
export async function converse(turn: Turn, brief: Brief): Promise<Reply> {
  const { modelSteps } = turn.limits;
  const items: Item[] = [{ type: "text", text: brief.conversation }];
  let refusedOnce = false;
  for (let step = 1; step <= modelSteps; step++) {
    await refuseUnwanted(turn.grant.ctx, turn.run);
    const answer = await askModel(turn, questionOf(turn, brief, items, step < modelSteps));
    items.push({ type: "answer", answer });
    if (answer.toolCalls.length > 0) {
      for (const call of answer.toolCalls) items.push(await callTool(turn, call));
      continue;
    }
    const { reply, problems } = judge(turn, brief, answer);
    if (reply) return reply;
    if (refusedOnce) throw new NoDraft("failed", `The AI's answer did not pass the checks. ${problems.join(" ")}`);
    refusedOnce = true;
    items.push({ type: "text", text: `Your answer cannot be used. ${problems.join(" ")} Write it again.` });
  }
  throw new NoDraft("failed", "The AI kept looking things up and gave no answer");
}

function questionOf(turn: Turn, brief: Brief, items: Item[], mayCallTools: boolean): Question {
  const { $schema: _, ...schema } = z.toJSONSchema(replyShape);
  return {
    instructions: brief.instructions,
    items,
    tools: tools.map(({ name, description, schema }) => ({ name, description, schema })),
    mayCallTools,
    output: { name: "draft", schema },
    maxOutputTokens: turn.limits.maxOutputTokens,
  };
}

function judge(turn: Turn, brief: Brief, answer: Answer): { reply?: Reply; problems: string[] } {
  if (answer.end === "refused") throw new NoDraft("failed", "The AI declined to answer this message");
  if (answer.end === "filtered") throw new NoDraft("failed", "The AI provider held the answer back");
  if (answer.end === "cut") throw new NoDraft("failed", "The AI's answer was too long and was cut off");
  const parsed = replyShape.safeParse(jsonOf(answer.text));
  if (!parsed.success) return { problems: ["It is not the JSON that was asked for."] };
  const reply = tidy(parsed.data.reply);
  const problems = problemsOf(reply, turn.grant.evidence, brief);
  return problems.length === 0 ? { reply: { reply, claimed: parsed.data.sources }, problems } : { problems };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
