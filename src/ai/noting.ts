import type { Manner } from "./converse.ts";
import type { Final } from "./final.ts";

/** Keeps why answers were refused, for whoever reads what was tried. */
export function noting(refused: string[], manner: Manner<Final>): Manner<Final> {
  return {
    ...manner,
    async judge(answer) {
      const judged = await manner.judge(answer);
      if ("problems" in judged) refused.push(...judged.problems);
      return judged;
    },
  };
}
