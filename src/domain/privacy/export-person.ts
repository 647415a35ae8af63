import { type SQL, sql } from "drizzle-orm";
import { AppError } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { inTransaction, read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { classification, columnsIn } from "./classification.ts";
import { getPrivacyRequest, settleRequest } from "./queries.ts";
import type { Sought } from "./rules.ts";
import { openSought } from "./sought.ts";

/** Tables with something of a customer in them that an export leaves out, and why. */
export const leftOutOfExports: Readonly<Record<string, string>> = {
  external_tools: "what the merchant tried of a tool, once, is no record of her",
  bulk_actions: "what staff did to many at once; what it changed stands in her conversations",
  bulk_former_values: "former values of the same conversations, kept for a week to take a bulk action back",
  deliveries: "her messages and orders once more, as they came over the wire",
  erasures: "of somebody who is gone",
  jobs: "errors of the machinery",
  privacy_requests: "the request itself",
  search_documents: "hashes of the words of her messages, to find them by",
  search_words: "words of everybody's messages, each once",
  stale_records: "her id at a shop, noted for minutes, to ask the shop about her anew",
  step_applications: "that a canned reply or a rule was applied; what it changed stands in her conversations",
  uploads: "files that hang on nothing yet; hers stand with her messages",
};

const rowsAtOnce = 500;

/**
 * Everything we hold of the person who asked to see it, as lines of JSON: `{"table", "row"}`. Made while it is read, so
 * that no copy of it lies anywhere, and of what is there now. Private teams' conversations are hers as well, so it takes
 * somebody who may see those.
 *
 * @throws AppError("conflict") for a request that is not for data; NotFound.
 */
export async function exportPerson(
  caller: Context,
  { privacyRequestId }: { privacyRequestId: string },
): Promise<AsyncGenerator<string>> {
  allow(caller, "customers:erase");
  allow(caller, "private_teams:read");
  const ctx = { ...caller, hiddenTeams: [] };
  const request = await getPrivacyRequest(ctx, { privacyRequestId });
  if (request.kind !== "data") throw new AppError("conflict", "This request is not for data");
  const sought = openSought(ctx.db, { ...request, table: "privacy_requests" });
  await inTransaction(ctx, (tx) => settleRequest(tx, request.id, "done"));
  return linesOf(ctx, { ...sought, ...request });
}

type Person = Sought & { customerIds: string[]; connectionId: string };

async function* linesOf(ctx: Context, person: Person): AsyncGenerator<string> {
  const columns = await columnsOfTables(ctx);
  for (const [table, classes] of Object.entries(classification)) {
    if (columnsIn(classes, "customer").length === 0 || table in leftOutOfExports) continue;
    const shown = (columns.get(table) ?? []).filter((name) => !isHidden(table, name));
    const pages = rowsOf(ctx, { table, shown, all: columns.get(table) ?? [], person });
    for await (const rows of pages) yield rows.map((row) => `${JSON.stringify({ table, row })}\n`).join("");
  }
}

function isHidden(table: string, column: string): boolean {
  return column === "workspace_id" || columnsIn(classification[table], "secret").includes(column);
}

async function* rowsOf(
  ctx: Context,
  { table, shown, all, person }: { table: string; shown: string[]; all: string[]; person: Person },
): AsyncGenerator<unknown[]> {
  const wanted = conditionsOf(table, all, person);
  if (wanted.length === 0) return;
  const fields = sql.join(
    shown.map((name) => sql`t.${sql.identifier(name)}`),
    sql`, `,
  );
  const order = all.includes("id") ? sql`order by t.id` : sql``;
  for (let offset = 0; ; offset += rowsAtOnce) {
    const rows = await read(ctx, (q) =>
      q.execute(sql`select ${fields} from ${sql.identifier(table)} t
        where t.workspace_id = ${ctx.workspaceId} and (${sql.join(wanted, sql` or `)})
        ${order} limit ${rowsAtOnce} offset ${offset}`),
    );
    if (rows.length > 0) yield [...rows];
    if (rows.length < rowsAtOnce) return;
  }
}

/** The ways in which a table's rows hang on a person, by its columns. */
function conditionsOf(table: string, columns: string[], person: Person): SQL[] {
  const hers = sql`(select value::uuid from json_array_elements_text(${JSON.stringify(person.customerIds)}::text::json))`;
  const inShop = columns.includes("connection_id") && table !== "messages" && table !== "conversations";
  const has = (column: string) => columns.includes(column);
  const named = sql`(select json_array_elements_text(${JSON.stringify(person.addresses)}::text::json))`;
  const byAddress =
    table === "consents"
      ? [
          sql`t.address in ${named} or t.address in (select value from identities i
            where i.workspace_id = t.workspace_id and i.customer_id in ${hers})`,
        ]
      : [];
  return [...byAddress, ...byOurIds(table, has, hers), ...(inShop ? byShopIds(has, hers, person) : [])];
}

function byOurIds(table: string, has: (column: string) => boolean, hers: SQL): SQL[] {
  const of = (name: string, by: SQL) =>
    sql`(select x.id from ${sql.identifier(name)} x where x.workspace_id = t.workspace_id and x.${by})`;
  const conversations = of("conversations", sql`customer_id in ${hers}`);
  const inHers = sql`conversation_id in ${conversations}`;
  return [
    ...(table === "customers" ? [sql`t.id in ${hers} or t.merged_into_id in ${hers}`] : []),
    ...(table === "customer_field_values" ? [sql`t.entity_id in ${hers}`] : []),
    ...(table === "conversation_field_values" ? [sql`t.entity_id in ${conversations}`] : []),
    ...(has("customer_id") ? [sql`t.customer_id in ${hers}`] : []),
    ...(has("conversation_id") ? [sql`t.${inHers}`] : []),
    ...(has("message_id") ? [sql`t.message_id in ${of("messages", inHers)}`] : []),
    ...(has("call_id") ? [sql`t.call_id in ${of("calls", sql`message_id in ${of("messages", inHers)}`)}`] : []),
    ...(has("action_id") ? [sql`t.action_id in ${of("actions", sql`customer_id in ${hers}`)}`] : []),
    ...(has("run_id") && !has("conversation_id") ? [sql`t.run_id in ${of("runs", inHers)}`] : []),
  ];
}

/** As shops know her: by their own ids of her, and by her addresses. */
function byShopIds(has: (column: string) => boolean, hers: SQL, { connectionId, ...named }: Person): SQL[] {
  const list = (values: readonly string[]) =>
    sql`(select json_array_elements_text(${JSON.stringify(values)}::text::json))`;
  const inShops = (what: SQL) =>
    sql`(select ${what} from shop_customers s where s.workspace_id = t.workspace_id and s.customer_id in ${hers})`;
  const isNamed = (column: SQL) => sql`t.connection_id = ${connectionId} and t.${column} in ${list(named.shopIds)}`;
  const isKnown = sql`(t.connection_id, t.customer_external_id) in ${inShops(sql`s.connection_id, s.external_id`)}`;
  return [
    ...(has("external_id") && !has("message_id") ? [isNamed(sql`external_id`)] : []),
    ...(has("customer_external_id") ? [isNamed(sql`customer_external_id`), isKnown] : []),
    ...(has("email") ? [sql`t.email in ${list(named.addresses)} or t.email in ${inShops(sql`s.email`)}`] : []),
  ];
}

async function columnsOfTables(ctx: Context): Promise<Map<string, string[]>> {
  const rows = await read(ctx, (q) =>
    q.execute<{ table: string; columns: string[] }>(sql`
      select table_name as table, array_agg(column_name::text order by ordinal_position) as columns
      from information_schema.columns where table_schema = 'public' group by table_name`),
  );
  return new Map(rows.map(({ table, columns }) => [table, columns]));
}
