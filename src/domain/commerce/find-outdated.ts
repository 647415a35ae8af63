import type { RawTransaction } from "../../platform/db.ts";
import type { RecordKind } from "./records.ts";
import type { Place } from "./save-queries.ts";
import { shelves } from "./shelves.ts";

/** Those of which ours are older or missing. */
export async function findOutdated(
  tx: RawTransaction,
  { workspaceId, connectionId, kind }: Place & { kind: RecordKind },
  told: readonly { externalId: string; updatedAt: Date }[],
): Promise<string[]> {
  const statement = `select t."externalId"
    from json_to_recordset($3::text::json) as t("externalId" text, "updatedAt" timestamptz)
    left join lateral (select shop_updated_at from ${shelves[kind].table} k where k.workspace_id = $1::uuid
      and k.connection_id = $2::uuid and k.external_id = t."externalId" limit 1) k on true
    where k.shop_updated_at is null or k.shop_updated_at < t."updatedAt"::timestamptz(3)`;
  const parameters = [workspaceId, connectionId, JSON.stringify(told)];
  const rows = await tx.unsafe<{ externalId: string }[]>(statement, parameters, { prepare: true });
  return rows.map(({ externalId }) => externalId);
}
