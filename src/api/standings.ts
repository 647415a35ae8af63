import { hash } from "node:crypto";
import {
  findApiKey,
  findRole,
  permissionsOfKey,
  permissionsOfMember,
  type Sighted,
  sightedBy,
} from "../domain/access/index.ts";
import type { Actor } from "../domain/workspaces/index.ts";
import { now } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";

/** Who a caller is in which workspace, and what she may do there. */
export interface Standing extends Sighted {
  workspaceId: string;
  actor: Actor;
}

/** Where credentials are looked up. Null: they open nothing (any more). */
export interface Standings {
  ofKey(token: string): Promise<Standing | null>;
  ofMember(at: { workspaceId: string; memberId: string }): Promise<Standing | null>;
}

/** Straight from the tables. */
export function readStandings(db: Database): Standings {
  return {
    async ofKey(token) {
      const key = await findApiKey(db, token);
      if (!key) return null;
      const { workspaceId, scopes } = key;
      return { workspaceId, actor: { type: "app", id: key.id }, ...sightedBy(permissionsOfKey(scopes, key), key) };
    },
    async ofMember({ workspaceId, memberId }) {
      const held = await findRole(db, { workspaceId, memberId });
      return (
        held && { workspaceId, actor: { type: "member", id: memberId }, ...sightedBy(permissionsOfMember(held), held) }
      );
    },
  };
}

/** For so long a change made by another process may go unnoticed. */
const rememberedMs = 5_000;
const mostRemembered = 10_000;

/**
 * The same, remembered for some seconds: most requests come from someone who has just been here. Whatever this process
 * commits in a workspace makes it forget that workspace's callers, so that here a revoked key or a lost role counts at
 * once. What opens nothing is not remembered.
 */
export function rememberStandings(db: Database): Standings & { close(): void } {
  const fresh = readStandings(db);
  const known = new Map<string, { standing: Standing; until: number }>();
  const keysOf = new Map<string, Set<string>>();
  let commits = 0;

  const forget = (workspaceIds: string[]) => {
    commits++;
    for (const id of workspaceIds) {
      for (const key of keysOf.get(id) ?? []) known.delete(key);
      keysOf.delete(id);
    }
  };
  const remember = (key: string, standing: Standing) => {
    if (known.size >= mostRemembered) forget([...keysOf.keys()]);
    known.set(key, { standing, until: now().getTime() + rememberedMs });
    const keys = keysOf.get(standing.workspaceId) ?? new Set();
    keysOf.set(standing.workspaceId, keys.add(key));
  };
  const recall = async (key: string, find: () => Promise<Standing | null>) => {
    const found = known.get(key);
    if (found && now().getTime() < found.until) return found.standing;
    const before = commits;
    const standing = await find();
    // What was read while something changed may be from before the change.
    if (standing && commits === before) remember(key, standing);
    return standing;
  };

  db.commits.on("commit", forget);
  return {
    ofKey: (token) => recall(hash("sha256", token), () => fresh.ofKey(token)),
    ofMember: (at) => recall(`${at.workspaceId} ${at.memberId}`, () => fresh.ofMember(at)),
    close: () => void db.commits.off("commit", forget),
  };
}
