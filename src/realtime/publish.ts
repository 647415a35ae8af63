import { setImmediate as othersTurn } from "node:timers/promises";
import type { Database } from "../platform/db.ts";
import type { Log } from "../platform/log.ts";
import type { Live, LiveEvent } from "./protocol.ts";
import { startRounds } from "./rounds.ts";

export interface Publishing {
  /** Follows this workspace from now on, while it has a socket here. @returns the seq it starts from. */
  follow(workspaceId: string): Promise<number>;
  /** What the room was last told, for every workspace followed. */
  heads(): ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

/** Called for each event told, in every process that has a socket of the workspace. */
type OnTold = (workspaceId: string, event: LiveEvent) => void;

/** Events read at once, of all workspaces; more wait for the next round, in order. */
const mostPerRound = 500;
/** After this many deliveries, some 50 ms of work, everything else in the process gets its turn. */
const deliveriesPerTurn = 10_000;

/**
 * Follows, straight from the log, the workspaces that have a socket in this process, and tells each room what was
 * committed, in order and once. Nothing between the log and this process can lose an event: a hint that does not
 * come is made up for by the next look.
 */
export function startPublishing(
  io: Live,
  { db, log, everyMs, onTold }: { db: Database; log: Log; everyMs: number; onTold: OnTold },
): Publishing {
  const told = new Map<string, number>();
  const starting = new Map<string, Promise<number>>();

  async function tellNews(): Promise<boolean> {
    for (const workspaceId of told.keys()) if (audienceOf(io, workspaceId) === 0) told.delete(workspaceId);
    if (told.size === 0) return false;
    const rows = await eventsAfter(db, told);
    let deliveries = 0;
    for (const { workspaceId, ...event } of rows) {
      tell(workspaceId, event);
      deliveries += audienceOf(io, workspaceId);
      if (deliveries < deliveriesPerTurn) continue;
      deliveries = 0;
      await othersTurn();
    }
    return rows.length === mostPerRound;
  }

  /** A round that was given up may still come to its end: what a later one told is not told again. */
  function tell(workspaceId: string, event: LiveEvent) {
    const last = told.get(workspaceId);
    if (last === undefined || event.seq <= last) return;
    io.local.to(`w:${workspaceId}`).emit("event", event);
    // To the end of the line: when a round is full, those it had no room for come first in the next.
    told.delete(workspaceId);
    told.set(workspaceId, event.seq);
    onTold(workspaceId, event);
  }

  async function start(workspaceId: string): Promise<number> {
    const head = await headOf(db, workspaceId);
    if (!told.has(workspaceId)) told.set(workspaceId, head);
    return told.get(workspaceId) ?? head;
  }

  const rounds = startRounds(tellNews, { log, everyMs });
  const onCommit = (workspaceIds: string[]) => {
    if (workspaceIds.some((id) => told.has(id))) rounds.wake();
  };
  db.commits.on("commit", onCommit);
  return {
    follow: (workspaceId) => {
      const known = told.get(workspaceId);
      if (known !== undefined) return Promise.resolve(known);
      const begun = starting.get(workspaceId) ?? start(workspaceId).finally(() => starting.delete(workspaceId));
      starting.set(workspaceId, begun);
      return begun;
    },
    heads: () => told,
    stop: async () => {
      db.commits.off("commit", onCommit);
      await rounds.stop();
    },
  };
}

function audienceOf(io: Live, workspaceId: string): number {
  return io.of("/").adapter.rooms.get(`w:${workspaceId}`)?.size ?? 0;
}

async function headOf(db: Database, workspaceId: string): Promise<number> {
  const [row] = await db.system.sql<{ lastSeq: string }[]>`
    select last_seq as "lastSeq" from event_counters where workspace_id = ${workspaceId}`;
  return Number(row?.lastSeq ?? 0);
}

/** The next events of all these workspaces in one statement; a workspace without news costs one look at its counter. */
async function eventsAfter(db: Database, told: ReadonlyMap<string, number>) {
  const rows = await db.system.sql<(Omit<LiveEvent, "seq"> & { seq: string; workspaceId: string })[]>`
    select e.* from unnest(${[...told.keys()]}::uuid[], ${[...told.values()]}::bigint[]) as w(workspace_id, seq)
    join event_counters c on c.workspace_id = w.workspace_id and c.last_seq > w.seq
    cross join lateral (
      select workspace_id as "workspaceId", events.seq, name, data from events
      where events.workspace_id = w.workspace_id and events.seq > w.seq order by events.seq limit ${mostPerRound}) e
    limit ${mostPerRound}`;
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
}
