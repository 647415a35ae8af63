import { AppError } from "../../platform/errors.ts";
import type { Context } from "../workspaces/index.ts";
import type { ConversationStep } from "./step.ts";

/** Steps as they are kept for a later moment: "me" is who says it now. */
export function settleSteps(ctx: Context, steps: readonly ConversationStep[]): ConversationStep[] {
  return steps.map((one) => (one.type === "assign" && one.memberId === "me" ? { ...one, memberId: meIn(ctx) } : one));
}

/** @throws AppError("conflict") where nobody in particular applies it (`details.reason` "nobody_applies"). */
export function meIn({ actor }: Context): string {
  if (actor.type === "member") return actor.id;
  throw new AppError("conflict", "Nobody applies this: name the member to assign it to", {
    details: { reason: "nobody_applies" },
  });
}
