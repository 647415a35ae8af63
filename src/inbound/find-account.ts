import { type DirectoryEntry, findAllInDirectory } from "../domain/workspaces/index.ts";
import type { Database } from "../platform/db.ts";

type Find = (key: string) => Promise<DirectoryEntry | undefined>;

interface Wanted {
  key: string;
  done: (found: DirectoryEntry | undefined) => void;
  failed: (error: unknown) => void;
}

/** Of so many accounts it is remembered whose they were; then it begins anew. */
const mostRemembered = 10_000;

/**
 * What `find` found, for those who have it made sure of when they write (`NewDelivery.account`): the account may be
 * another's by then.
 */
export function rememberAccounts(find: Find): { find: Find; forget(key: string): void } {
  const remembered = new Map<string, DirectoryEntry>();
  return {
    async find(key) {
      const before = remembered.get(key);
      if (before) return before;
      const found = await find(key);
      if (remembered.size >= mostRemembered) remembered.clear();
      if (found) remembered.set(key, found);
      return found;
    },
    forget: (key) => void remembered.delete(key),
  };
}

/**
 * Whose an account is, by `integration:account`; undefined for one that nobody has connected. Nothing is remembered: an
 * account may become another workspace's at any moment. While one question is on its way the next ones gather, so that
 * many webhooks a second cost few.
 *
 * @param kind "account": by what the provider knows it by for ever, instead of by its name.
 */
export function openAccountLookup(db: Database, kind: "connection" | "account" = "connection"): Find {
  let waiting: Wanted[] = [];
  let isAsking = false;

  async function ask() {
    if (isAsking || waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    isAsking = true;
    try {
      const found = await findAllInDirectory(db, kind, [...new Set(batch.map(({ key }) => key))]);
      for (const { key, done } of batch) done(found.get(key)?.[0]);
    } catch (error) {
      for (const { failed } of batch) failed(error);
    } finally {
      isAsking = false;
      void ask();
    }
  }

  return (key) =>
    new Promise((done, failed) => {
      waiting.push({ key, done, failed });
      setImmediate(() => void ask());
    });
}
