import type { Context } from "../../src/domain/workspaces/index.ts";
import { inWorkspaces } from "../../src/platform/db.ts";

/** What a workspace has stored from outside, in the order it came, as the ingest worker takes it. */
export async function arrivalsOf({ db, workspaceId }: Context) {
  const rows = await inWorkspaces(
    db.app,
    [workspaceId],
    (tx) => tx<{ id: string }[]>`select id from deliveries where workspace_id = ${workspaceId} order by id`,
  );
  return rows.map(({ id: deliveryId }) => ({ workspaceId, deliveryId, cause: null }));
}
