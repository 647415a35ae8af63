import { getConnection, listConnections } from "../connections/index.ts";
import type { Context } from "../workspaces/index.ts";
import { requestNumbers } from "./keep-numbers.ts";
import { listNumbers } from "./queries.ts";

/**
 * One connection of an account has set something up there, such as calls: numbers that another one of the same account
 * knows as not set up are looked at again. Safe to repeat.
 */
export async function requestNumbersBeside(ctx: Context, { connectionId }: { connectionId: string }): Promise<void> {
  const { account } = await getConnection(ctx, connectionId);
  const beside = (await listConnections(ctx)).filter((one) => one.account === account && one.id !== connectionId);
  for (const { id } of beside) {
    const numbers = await listNumbers(ctx, { connectionId: id });
    const isWanting = numbers.some(({ state, isSetUp }) => state === "active" && !isSetUp);
    if (isWanting) await requestNumbers(ctx, { connectionId: id });
  }
}
