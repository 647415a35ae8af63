import type { Memory } from "../domain/memories/index.ts";
import { readLetters } from "./apart/read-letters.ts";
import { type Brief, buildBrief } from "./brief.ts";
import { converse, type Manner } from "./converse.ts";
import { draftManner } from "./draft-manner.ts";
import type { Final } from "./final.ts";
import type { Given } from "./prompts/reply/section.ts";
import type { Situation } from "./situation.ts";
import type { Turn } from "./turn.ts";

interface Composing
  extends Pick<Situation, "conversation" | "seen">,
    Pick<Given, "guidance" | "isSentAlone" | "because"> {
  memories?: readonly Memory[];
  /** What the shop writes first for. */
  occasion?: Record<string, unknown> | null;
  /** Whether anybody waits for it; asked before every question. @throws NoDraft. Default: somebody does. */
  stillWanted?(): Promise<void>;
  /** Takes in why answers were refused, for whoever reads what was tried. */
  refused?: string[];
}

/**
 * Shows a model a conversation and lets it look things up until it has written something.
 *
 * @returns what it wrote, and what it was shown.
 * @throws NoDraft as `converse` does.
 */
export async function compose(turn: Turn, composing: Composing): Promise<{ brief: Brief; final: Final }> {
  const { conversation, seen, refused, stillWanted = async () => undefined, ...told } = composing;
  const read = await readLetters(turn, { conversation, seen });
  const brief = buildBrief(conversation, turn.run, turn.grant.evidence, seen, { ...told, read });
  const manner = draftManner(turn, brief, { guidance: told.guidance, conversation, stillWanted });
  const first = { type: "text", text: brief.conversation } as const;
  const final = await converse(turn, [first], refused ? noting(refused, manner) : manner);
  return { brief, final };
}

function noting(refused: string[], manner: Manner<Final>): Manner<Final> {
  return {
    ...manner,
    async judge(answer) {
      const judged = await manner.judge(answer);
      if ("problems" in judged) refused.push(...judged.problems);
      return judged;
    },
  };
}
