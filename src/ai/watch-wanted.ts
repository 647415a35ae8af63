import { findGoneOn, type Run } from "../domain/automation/index.ts";
import type { Conversation } from "../domain/conversations/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import type { Database } from "../platform/db.ts";
import { NoDraft } from "./no-draft.ts";
import { refuseUnwanted } from "./refuse-unwanted.ts";

interface Watched {
  reader: Context;
  run: Run;
  conversation: Conversation;
  left: AbortController;
}

interface Watch {
  turns: Set<Watched>;
  timer: NodeJS.Timeout;
}

/** Of this process, by how often they look. */
const watches = new WeakMap<Database, Map<number, Watch>>();

/**
 * Ends the wait for a model when nobody wants its answer any more. All turns of a process are looked at together, in
 * one statement: a turn costs the database nothing while its model thinks.
 */
export function watchWanted(reader: Context, run: Run, conversation: Conversation, everyMs: number) {
  const { db } = reader;
  const ofDatabase = watches.get(db) ?? new Map<number, Watch>();
  watches.set(db, ofDatabase);
  const watch = ofDatabase.get(everyMs) ?? begin(db, everyMs);
  ofDatabase.set(everyMs, watch);
  const one: Watched = { reader, run, conversation, left: new AbortController() };
  watch.turns.add(one);
  return {
    signal: one.left.signal,
    stop: () => {
      watch.turns.delete(one);
      if (watch.turns.size > 0) return;
      clearInterval(watch.timer);
      if (ofDatabase.get(everyMs) === watch) ofDatabase.delete(everyMs);
    },
  };
}

function begin(db: Database, everyMs: number): Watch {
  const turns = new Set<Watched>();
  let isLooking = false;
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    // What cannot be looked up now is looked up before the answer is used.
    look(db, [...turns])
      .catch(() => undefined)
      .finally(() => {
        isLooking = false;
      });
  }, everyMs);
  return { turns, timer };
}

async function look(db: Database, turns: readonly Watched[]): Promise<void> {
  const gone = await findGoneOn(
    db,
    turns.map(({ run, conversation: { customerId } }) => ({ ...run, customerId })),
  );
  const affected = turns.filter(({ run }) => gone.has(run.id));
  await Promise.all(
    affected.map(({ reader, run, left }) =>
      // Says what happened, and whether it matters.
      refuseUnwanted(reader, run).catch((error: unknown) => error instanceof NoDraft && left.abort(error)),
    ),
  );
}
