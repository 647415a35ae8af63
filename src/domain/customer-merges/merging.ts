import { allow } from "../access/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { holdCorrections } from "./queries.ts";

const mostAttempts = 4;

/**
 * Runs a decision about who is who: one at a time in a workspace. It touches conversations that the actor may not see,
 * because a customer is one for everybody. Where what comes in meanwhile makes two wait for each other, it is tried again.
 */
export async function merging<T>(ctx: Context, work: (tx: TxContext) => Promise<T>): Promise<T> {
  allow(ctx, "customers:write");
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction({ ...ctx, hiddenTeams: [] }, async (tx) => {
        await holdCorrections(tx);
        return work(tx);
      });
    } catch (error) {
      if (!isDeadlock(error) || "q" in ctx || attempt === mostAttempts) throw error;
    }
  }
}

function isDeadlock(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ("code" in error && error.code === "40P01") || isDeadlock(error.cause);
}
