import { type Database, inOneStatement, inWorkspaces, type RawSql } from "../../platform/db.ts";
import { newId } from "../../platform/ids.ts";
import { lengthOf, packJson } from "../../platform/packed-json.ts";
import { type Arriving, insertDeliveries, type NewDelivery } from "./queries.ts";

/** One statement carries so much of packed payloads, or one delivery: a string holds no more than half a billion signs. */
const maxStatementBytes = 32 * 1024 * 1024;

interface Recorded {
  /** How many were new. */
  count: number;
  /** Not stored: their account is no longer that connection's. */
  strays: NewDelivery[];
}

/** Stores what came from outside, each once, whatever the workspaces, and queues the new ones. */
export async function recordDeliveries(db: Database, received: readonly NewDelivery[]): Promise<Recorded> {
  if (received.length === 0) return { count: 0, strays: [] };
  const workspaceIds = [...new Set(received.map((row) => row.workspaceId))];
  const statements = await inStatements(received);
  const [first = [], ...others] = statements;
  const rows =
    others.length === 0
      ? await inOneStatement(db.app, { workspaceIds }, (sql, scope) => insertDeliveries(sql, first, scope))
      : await inWorkspaces(db.app, workspaceIds, (tx) => insertAll(tx, statements));
  const strayed = new Set(rows.filter(({ isNew }) => !isNew).map(({ id }) => id));
  const count = rows.length - strayed.size;
  if (count > 0) db.commits.emit("commit", workspaceIds);
  if (strayed.size === 0) return { count, strays: [] };
  const ids = statements.flat().map(({ id }) => id);
  return { count, strays: received.filter((_, n) => strayed.has(ids[n]!)) };
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
    return (await insertAll(tx, statements)).length;
  });
  db.commits.emit("commit", [page.workspaceId]);
  return count;
}

async function insertAll(sql: RawSql, statements: readonly Arriving[][]) {
  const all = [];
  for (const rows of statements) all.push(...(await insertDeliveries(sql, rows)));
  return all;
}

/** The deliveries in groups that one statement can carry. */
async function inStatements(received: readonly NewDelivery[]): Promise<Arriving[][]> {
  const statements: Arriving[][] = [];
  let room = 0;
  for (const { payload, json, ...row } of received) {
    const pieces = json ?? [Buffer.from(JSON.stringify(payload))];
    const packed = await packJson(pieces);
    if (room < packed.length) {
      statements.push([]);
      room = maxStatementBytes;
    }
    statements.at(-1)!.push({ ...row, id: newId(), jobId: newId(), packed, bytes: lengthOf(pieces) });
    room -= packed.length;
  }
  return statements;
}
