import { openConnection } from "../domain/connections/index.ts";
import { type DirectoryEntry, systemContext } from "../domain/workspaces/index.ts";
import type { Database } from "../platform/db.ts";

/** Credentials of an account that sends much are not read for each request. */
const rememberedMs = 15_000;
const mostRemembered = 1_000;

interface Owners {
  /** Null: nobody has this account. */
  credentials(
    integrationId: string,
    account: string,
    how?: { anew: boolean },
  ): Promise<Readonly<Record<string, string>> | null>;
}

/** What those who have accounts check webhooks with. @param find whose an account is, by `integration:account`. */
export function rememberOwners(db: Database, find: (key: string) => Promise<DirectoryEntry | undefined>): Owners {
  const remembered = new Map<string, { at: number; credentials: Readonly<Record<string, string>> }>();
  return {
    async credentials(id, account, { anew = false } = { anew: false }) {
      const key = `${id}:${account}`;
      const before = remembered.get(key);
      if (before && !anew && performance.now() - before.at < rememberedMs) return before.credentials;
      remembered.delete(key);
      const found = await find(key);
      if (!found) return null;
      const { credentials } = await openConnection(systemContext(db, found.workspaceId, "webhook"), found.rowId);
      if (remembered.size >= mostRemembered) remembered.clear();
      remembered.set(key, { at: performance.now(), credentials });
      return credentials;
    },
  };
}
