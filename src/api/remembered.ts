import { readHeads } from "../domain/events/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import type { Database } from "../platform/db.ts";

/** Answers of reads, kept until anything happens in their workspace. */
export interface Remembered {
  /**
   * The answer to this question of this caller, as JSON text: the one given before if the workspace's log has not
   * moved since, else what `respond` answers now.
   */
  answer(ctx: Context, question: unknown, respond: () => Promise<unknown>): Promise<Buffer>;
}

interface Kept {
  body: Buffer;
  /** The newest event there was before the answer was read: it holds at least what had happened by then. */
  seq: number;
}

const mostBytes = 32 * 1024 * 1024;

/**
 * Whatever changes an answer is announced in the log, by the rule that the agents' screens live by too, so the number
 * of the newest event says whether an answer still holds. It is asked for with every request, after the request came:
 * nobody gets an answer older than a change made before, on whichever process.
 */
export function rememberAnswers(db: Database): Remembered {
  const headOf = readTogether((ids) => readHeads(db, ids));
  const kept = new Map<string, Kept>();
  let bytes = 0;

  const forget = (key: string) => {
    bytes -= kept.get(key)?.body.length ?? 0;
    kept.delete(key);
  };
  const keep = (key: string, answer: Kept) => {
    forget(key);
    kept.set(key, answer);
    bytes += answer.body.length;
    for (const oldest of kept.keys()) {
      if (bytes <= mostBytes) return;
      forget(oldest);
    }
  };

  return {
    async answer({ workspaceId, actor }, question, respond) {
      const key = JSON.stringify([workspaceId, actor, question]);
      const seq = await headOf(workspaceId);
      const found = kept.get(key);
      if (found?.seq === seq) return found.body;
      const body = Buffer.from(JSON.stringify(await respond()));
      keep(key, { body, seq });
      return body;
    },
  };
}

/** Joins the look-ups of one moment: while one is on its way, the next ones gather. */
function readTogether<V>(read: (keys: readonly string[]) => Promise<Map<string, V>>): (key: string) => Promise<V> {
  let next: { keys: Set<string>; found: Promise<Map<string, V>> } | null = null;
  let current: Promise<unknown> = Promise.resolve();
  return async (key) => {
    if (!next) {
      const keys = new Set<string>();
      const begin = () => {
        next = null;
        return read([...keys]);
      };
      const found = current.then(begin, begin);
      current = found;
      next = { keys, found };
    }
    next.keys.add(key);
    const value = (await next.found).get(key);
    return value!;
  };
}
