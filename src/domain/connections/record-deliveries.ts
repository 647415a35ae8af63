import { type Database, inOneTrip, inWorkspaces, type RawSql } from "../../platform/db.ts";
import { newId } from "../../platform/ids.ts";
import { packJson } from "../../platform/packed-json.ts";
import { type Arriving, insertDeliveries, type NewDelivery } from "./queries.ts";

/** One statement carries so much of packed payloads, or one delivery: a string holds no more than half a billion signs. */
const maxStatementBytes = 32 * 1024 * 1024;

/**
 * Stores what came from outside, each once, whatever the workspaces, and queues the new ones.
 * @returns how many were new.
 */
export async function recordDeliveries(db: Database, received: readonly NewDelivery[]): Promise<number> {
  if (received.length === 0) return 0;
  const workspaceIds = [...new Set(received.map((row) => row.workspaceId))];
  const [first = [], ...others] = await inStatements(received);
  const count =
    others.length === 0
      ? (await inOneTrip(db.app, { workspaceIds }, (sql) => insertDeliveries(sql, first))).length
      : await inWorkspaces(db.app, workspaceIds, (tx) => insertAll(tx, [first, ...others]));
  if (count > 0) db.commits.emit("commit", workspaceIds);
  return count;
}

/** A page of a pull and the cursor behind it land together: a crash repeats the page or has it, never skips it. */
export async function recordPage(
  db: Database,
  page: { workspaceId: string; connectionId: string; cursor: string; deliveries: readonly NewDelivery[] },
): Promise<number> {
  const statements = await inStatements(page.deliveries);
  const count = await inWorkspaces(db.app, [page.workspaceId], async (tx) => {
    await tx`update connections set cursor = ${page.cursor}, last_synced_at = now()
      where workspace_id = ${page.workspaceId} and id = ${page.connectionId}`;
    return insertAll(tx, statements);
  });
  db.commits.emit("commit", [page.workspaceId]);
  return count;
}

async function insertAll(sql: RawSql, statements: readonly Arriving[][]): Promise<number> {
  let count = 0;
  for (const rows of statements) count += (await insertDeliveries(sql, rows)).length;
  return count;
}

/** The deliveries in groups that one statement can carry. */
async function inStatements(received: readonly NewDelivery[]): Promise<Arriving[][]> {
  const statements: Arriving[][] = [];
  let room = 0;
  for (const { payload, json = JSON.stringify(payload), ...row } of received) {
    const bytes = Buffer.from(json);
    const packed = await packJson(bytes);
    if (room < packed.length) {
      statements.push([]);
      room = maxStatementBytes;
    }
    statements.at(-1)!.push({ ...row, id: newId(), jobId: newId(), packed, bytes: bytes.length });
    room -= packed.length;
  }
  return statements;
}
