import { setTimeout as wait } from "node:timers/promises";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { isAtRest } from "../rest.ts";
import type { Stage } from "../stage.ts";

const longestMs = 180_000;

/** How many letters were filed. */
export async function written({ db }: Stage, { workspaceId }: Context): Promise<number> {
  const [row] = await db.system.sql<{ n: number }[]>`
    select count(*)::int as n from events where workspace_id = ${workspaceId} and name = 'message.received'`;
  return row?.n ?? 0;
}

/** So many letters are filed, no event waits for the relay, and no job is due or will be in a moment. */
export async function quiet(stage: Stage, ctx: Context, { messages }: { messages: number }): Promise<void> {
  const deadline = performance.now() + longestMs;
  while (!(await isQuiet(stage, ctx, messages))) {
    if (performance.now() > deadline) throw new Error(await unrest(stage, ctx));
    await wait(20);
  }
}

async function unrest({ db }: Stage, { workspaceId }: Context): Promise<string> {
  const jobs = await db.system.sql<{ what: string }[]>`
    select format('%s %s, %s attempts, %s failures', queue, name, attempts, failures) as what from jobs
    where workspace_id = ${workspaceId} and state = 'ready' and run_at < now() + interval '5 seconds' limit 5`;
  const left = jobs.map(({ what }) => what).join("; ");
  return `the product did not come to rest within ${longestMs / 1000} s: ${left || "a letter was not filed"}`;
}

async function isQuiet(stage: Stage, ctx: Context, messages: number): Promise<boolean> {
  return (await written(stage, ctx)) >= messages && (await isAtRest(stage.db, ctx.workspaceId));
}
