import type { Trial, TrialCase } from "../api/types.ts";

export type Shown = "all" | "differing" | "reply" | "hand_over" | "no_reply" | "failed";

/** What the AI would do now, in two words. */
export const nowWords: Record<TrialCase["outcome"], { words: string; color: string }> = {
  waiting: { words: "Not tried yet", color: "gray" },
  reply: { words: "Would answer", color: "teal" },
  hand_over: { words: "Would give it to people", color: "orange" },
  no_reply: { words: "Would leave it", color: "gray" },
  failed: { words: "Came to no end", color: "red" },
};

/** What became of it then. */
export function thenWords({ saidOutcome, said }: Pick<TrialCase, "saidOutcome" | "said">): string {
  if (saidOutcome === "hand_over") return said ? "The AI gave it to people" : "Given to people, not answered";
  if (!said) return "Not answered";
  const who = said.by === "ai" ? "The AI answered" : "A person answered";
  return saidOutcome === "no_reply" ? `The AI left it. ${who}` : who;
}

export function differs({ outcome, saidOutcome }: Pick<TrialCase, "outcome" | "saidOutcome">): boolean {
  return outcome !== "waiting" && outcome !== saidOutcome;
}

export function isShown(one: TrialCase, shown: Shown): boolean {
  if (shown === "all") return true;
  return shown === "differing" ? differs(one) : one.outcome === shown;
}

/** "14 answers, 6 to people, 5 with a different outcome". */
export function summary({ total, done, outcomes, differing }: Trial): string {
  const parts = [
    done < total && `${done} of ${total} tried`,
    outcomes.reply > 0 && (outcomes.reply === 1 ? "1 answer" : `${outcomes.reply} answers`),
    outcomes.handOver > 0 && `${outcomes.handOver} to people`,
    outcomes.noReply > 0 && `${outcomes.noReply} left`,
    outcomes.failed > 0 && `${outcomes.failed} without an end`,
    differing > 0 && `${differing} with a different outcome`,
  ].filter(Boolean);
  return parts.join(", ");
}
