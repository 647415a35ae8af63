import type { Database } from "../platform/db.ts";
import type { Log } from "../platform/log.ts";
import type { Live, LiveEvent } from "./protocol.ts";

export interface Publishing {
  /** The last seq told to this workspace's room here; starts following it. */
  head(workspaceId: string): Promise<number>;
  /** What the room was last told, for every workspace followed. */
  heads(): ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

/** Events told at once; more wait for the next round, in order. */
const mostPerRound = 500;

/**
 * Follows, straight from the log, the workspaces that have a socket in this process, and tells each room what was
 * committed, in order and once. Nothing between the log and this process can lose an event: a hint that does not
 * come is made up for by the next look.
 */
export function startPublishing(
  io: Live,
  { db, log, everyMs }: { db: Database; log: Log; everyMs: number },
): Publishing {
  const told = new Map<string, number>();
  const starting = new Map<string, Promise<number>>();
  let stopped = false;
  let again = false;
  let round: Promise<void> | null = null;

  const look = () => {
    if (stopped || round) {
      again = true;
      return;
    }
    again = false;
    round = tellNews()
      .catch((error: unknown) => log.warn({ err: error }, "the log could not be followed; trying again"))
      .finally(() => {
        round = null;
        if (again) look();
      });
  };

  async function tellNews() {
    const watched = [...told.keys()].filter((id) => isWatched(io, id) || !told.delete(id));
    if (watched.length === 0) return;
    const rows = await eventsAfter(db, watched, told);
    for (const { workspaceId, ...event } of rows) {
      io.local.to(`w:${workspaceId}`).emit("event", event);
      told.set(workspaceId, event.seq);
    }
    if (rows.length === mostPerRound) again = true;
  }

  async function start(workspaceId: string): Promise<number> {
    const head = await headOf(db, workspaceId);
    if (!told.has(workspaceId)) told.set(workspaceId, head);
    starting.delete(workspaceId);
    return told.get(workspaceId)!;
  }

  const onCommit = (workspaceIds: string[]) => {
    if (workspaceIds.some((id) => told.has(id))) look();
  };
  db.commits.on("commit", onCommit);
  const timer = setInterval(look, everyMs);
  return {
    head: (workspaceId) => {
      const known = told.get(workspaceId);
      if (known !== undefined) return Promise.resolve(known);
      const begun = starting.get(workspaceId) ?? start(workspaceId);
      starting.set(workspaceId, begun);
      return begun;
    },
    heads: () => told,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      db.commits.off("commit", onCommit);
      await round;
    },
  };
}

function isWatched(io: Live, workspaceId: string): boolean {
  return io.of("/").adapter.rooms.has(`w:${workspaceId}`);
}

async function headOf(db: Database, workspaceId: string): Promise<number> {
  const [row] = await db.system.sql<{ lastSeq: string }[]>`
    select last_seq as "lastSeq" from event_counters where workspace_id = ${workspaceId}`;
  return Number(row?.lastSeq ?? 0);
}

async function eventsAfter(db: Database, workspaceIds: string[], told: ReadonlyMap<string, number>) {
  const rows = await db.system.sql<(Omit<LiveEvent, "seq"> & { seq: string; workspaceId: string })[]>`
    select e.* from unnest(${workspaceIds}::uuid[], ${workspaceIds.map((id) => told.get(id) ?? 0)}::bigint[])
      as w(workspace_id, seq)
    cross join lateral (
      select workspace_id as "workspaceId", events.seq, name, data from events
      where events.workspace_id = w.workspace_id and events.seq > w.seq order by events.seq limit ${mostPerRound}) e
    limit ${mostPerRound}`;
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
}
