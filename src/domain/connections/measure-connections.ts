import { type Database, inWorkspaces } from "../../platform/db.ts";
import { listDirectory } from "../workspaces/index.ts";

export interface ConnectionTally {
  integrationId: string;
  state: string;
  connections: number;
  /** Of them, those whose provider said something of its interface that somebody should see to. */
  noticed: number;
}

const workspacesAtOnce = 500;

/** How the connections of all workspaces are doing. */
export async function measureConnections(db: Database): Promise<ConnectionTally[]> {
  const known = new Set((await listDirectory(db, "connection")).map(({ workspaceId }) => workspaceId));
  const workspaceIds = [...known];
  const tallies = new Map<string, ConnectionTally>();
  for (let n = 0; n < workspaceIds.length; n += workspacesAtOnce) {
    const rows = await inWorkspaces(
      db.app,
      workspaceIds.slice(n, n + workspacesAtOnce),
      (tx) => tx<ConnectionTally[]>`
        select integration_id as "integrationId", state, count(*)::int as connections,
          count(interface_notice)::int as noticed
        from connections group by integration_id, state`,
    );
    for (const { connections, noticed, ...one } of rows) {
      const key = `${one.integrationId} ${one.state}`;
      const before = tallies.get(key) ?? { ...one, connections: 0, noticed: 0 };
      const sums = { connections: before.connections + connections, noticed: before.noticed + noticed };
      tallies.set(key, { ...one, ...sums });
    }
  }
  return [...tallies.values()];
}
