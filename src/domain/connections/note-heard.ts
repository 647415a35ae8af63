import { and, isNull, lt, or } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { isConnection } from "./queries.ts";
import { connections } from "./tables.ts";

const everyMs = 60_000;
const mostKept = 10_000;

/** By this process, in milliseconds since 1970; by connection. */
const notedAt = new Map<string, number>();

/** The provider sent something by itself. Written down once a minute, so that a rush of it costs nothing. */
export async function noteHeard(ctx: Context, { connectionId }: { connectionId: string }): Promise<void> {
  const at = now();
  if (at.getTime() - (notedAt.get(connectionId) ?? 0) < everyMs) return;
  if (notedAt.size >= mostKept) notedAt.clear();
  notedAt.set(connectionId, at.getTime());
  const { heardAt } = connections;
  const isOld = or(isNull(heardAt), lt(heardAt, new Date(at.getTime() - everyMs)));
  await inTransaction(ctx, (tx) =>
    tx.q
      .update(connections)
      .set({ heardAt: at })
      .where(and(isConnection(tx, connectionId), isOld)),
  );
}
