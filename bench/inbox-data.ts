import postgres from "postgres";
import { createOwnedDatabase, type DatabaseUrls, provision } from "../scripts/provision.ts";
import { createCursors } from "../src/api/cursor.ts";
import { addMember, createApiKey, permissionsOf, registerUser } from "../src/domain/access/index.ts";
import { connectIntegration } from "../src/domain/connections/index.ts";
import { createWorkspace, systemContext } from "../src/domain/workspaces/index.ts";
import { type Database, openDatabase } from "../src/platform/db.ts";
import type { BenchDatabase } from "./cluster.ts";
import type { Request } from "./http-load.ts";

/** One shop's inbox, and what a program needs to read it. */
export interface Inbox {
  workspaceId: string;
  token: string;
  conversations: number;
  /** Opens the page that begins half way down the open conversations; null when no full page is left there. */
  deepCursor: string | null;
}

const subjects = ["Where is my order?", "Wrong size, can I swap?", "A candle arrived broken", "Invoice for #1042"];
const preview =
  "Hi, I ordered two candles last week and have heard nothing since. Could you tell me when they will come?";

/** A database of its own with so many conversations, half of them open, over shops whose sizes follow Zipf's law. */
export async function makeInboxes(
  { cluster }: Pick<BenchDatabase, "cluster">,
  size: { shops: number; conversations: number; cursorSecret: string },
): Promise<{ urls: DatabaseUrls; inboxes: Inbox[] }> {
  const database = `inbox_${size.conversations}`;
  const urls = await createOwnedDatabase(cluster.ownerUrl, { database, password: "bench" });
  await provision(urls);
  const superuserUrl = Object.assign(new URL(cluster.ownerUrl), { pathname: `/${database}` }).href;
  const sql = postgres(superuserUrl, { max: 1, onnotice: () => {} });
  const db = openDatabase({ ...urls, sealKeys: Buffer.alloc(32, "bench").toString("base64"), maxConnections: 16 });
  try {
    const shops = await makeShops(db, size);
    await fill(sql, shops);
    const cursors = await deepCursors(sql, size.cursorSecret);
    return { urls, inboxes: shops.map((shop) => ({ ...shop, deepCursor: cursors.get(shop.workspaceId) ?? null })) };
  } finally {
    await db.close();
    await sql.end();
  }
}

/** Shares of 1 that fall as 1, 1/2, 1/3 …: few large, many small. */
function zipfShares(count: number): number[] {
  const weights = Array.from({ length: count }, (_, n) => 1 / (n + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Each inbox is asked for as often as its size suggests. */
export function requestsFor(inboxes: readonly Inbox[], pathOf: (inbox: Inbox) => string): () => Request {
  let sum = 0;
  const upTo = zipfShares(inboxes.length).map((share) => (sum += share));
  return () => {
    const drawn = Math.random() * sum;
    const inbox = inboxes[upTo.findIndex((bound) => drawn < bound)]!;
    return { workspaceId: inbox.workspaceId, path: pathOf(inbox), token: inbox.token };
  };
}

type User = Awaited<ReturnType<typeof registerUser>>;

interface Shop extends Omit<Inbox, "deepCursor"> {
  connectionId: string;
  memberId: string;
}

async function makeShops(db: Database, size: { shops: number; conversations: number }): Promise<Shop[]> {
  const user = await registerUser(db, { email: "ada@staff.example", name: "Ada Holm", password: "bench password" });
  const shares = zipfShares(size.shops);
  const shops: Shop[] = [];
  for (let n = 0; n < shares.length; n += 16) {
    const some = shares.slice(n, n + 16).map((share, i) => aShop(db, user, n + i, size.conversations * share));
    shops.push(...(await Promise.all(some)));
  }
  return shops;
}

async function aShop(db: Database, user: User, n: number, conversations: number): Promise<Shop> {
  const { id: workspaceId } = await createWorkspace(db, { name: `Shop ${n}` });
  const ctx = systemContext(db, workspaceId, "bench");
  const member = await addMember(ctx, { user, role: "owner" });
  const connection = await connectIntegration(ctx, {
    integrationId: "gmail",
    account: `support@shop${n}.example`,
    displayName: "Support",
    credentials: {},
  });
  const { token } = await createApiKey(
    { ...ctx, actor: { type: "member", id: member.id }, permissions: permissionsOf("owner") },
    { name: "Bench", scopes: ["conversations:read", "views:read", "customers:read", "orders:read"] },
  );
  const [memberId, connectionId] = [member.id, connection.id];
  return { workspaceId, token, conversations: Math.max(1, Math.round(conversations)), connectionId, memberId };
}

/** In the order of arrival, so that one shop's rows lie as scattered as they do after half a year of mail. */
async function fill(sql: postgres.Sql, shops: Shop[]): Promise<void> {
  await sql`create temp table shops as select * from unnest(
    ${shops.map((shop) => shop.workspaceId)}::uuid[], ${shops.map((shop) => shop.connectionId)}::uuid[],
    ${shops.map((shop) => shop.memberId)}::uuid[], ${shops.map((shop) => shop.conversations)}::int[]
  ) as shops (workspace_id, connection_id, member_id, size)`;
  await sql`create temp table people as
    select workspace_id, n, uuidv7() as id from shops, generate_series(1, (size + 2) / 3) n order by random()`;
  await sql`insert into customers (workspace_id, id, name) select workspace_id, id, 'Mia Berg ' || n from people`;
  await sql`insert into identities (workspace_id, id, kind, value, customer_id)
    select workspace_id, uuidv7(), 'email', 'mia' || n || '@mail.example', id from people`;
  await sql`analyze shops, people`;
  await sql`
    insert into conversations (workspace_id, id, created_at, customer_id, connection_id, channel, thread_key, subject,
      status, assignee_id, message_count, last_message_at, last_message_id, last_message_kind, last_message_preview,
      waiting_since)
    select workspace_id, uuidv7(-age - interval '1 day'), now() - age - interval '1 day', customer_id, connection_id,
      'email', 'thread-' || n, (${subjects}::text[])[1 + n % ${subjects.length}], status,
      case when n % 3 = 0 then member_id end, 1 + n % 7, now() - age, uuidv7(-age), 'customer', ${preview},
      case when status = 'open' then now() - age end
    from (
      select shops.*, mail.n, people.id as customer_id, random() * interval '180 days' as age,
        case when random() < 0.5 then 'open' else 'closed' end as status
      from shops cross join generate_series(1, size) mail (n)
      join people on people.workspace_id = shops.workspace_id and people.n = 1 + mail.n % ((size + 2) / 3)
    ) arrived order by age desc`;
  await sql`vacuum analyze`;
  await sql`checkpoint`;
}

async function deepCursors(sql: postgres.Sql, secret: string): Promise<Map<string, string>> {
  const cursors = createCursors(secret);
  const rows = await sql<{ workspaceId: string; at: Date; id: string }[]>`
    select workspace_id as "workspaceId", last_message_at as at, id from (
      select *, row_number() over (partition by workspace_id order by last_message_at desc, id desc) as place,
        count(*) over (partition by workspace_id) as total
      from conversations where folder = 'open'
    ) ranked where place = total / 2 and total >= 52`;
  const filters = { folder: "open", assigneeId: null, team: null };
  return new Map(
    rows.map(({ workspaceId, at, id }) => {
      const place = { workspaceId, route: "GET /v1/conversations", filters };
      return [workspaceId, cursors.seal(place, [at.toISOString(), id])];
    }),
  );
}
