import postgres from "postgres";
import type { DatabaseUrls } from "../scripts/provision.ts";
import type { BenchDatabase } from "./cluster.ts";
import { type Inbox, makeInboxes } from "./inbox-data.ts";

const messagesEach = 4;
/** Different texts; each stands in many messages. */
const texts = 20_000;
const wordsInText = 40;
/** Different words. How often each is used follows Zipf's law. */
const vocabulary = 10_000;

/**
 * Shops with so many messages, four to a conversation, an order for each customer, and the search index of all of it,
 * as the product would have written it.
 */
export async function makeSearchable(
  at: Pick<BenchDatabase, "cluster">,
  size: { shops: number; messages: number; cursorSecret: string },
): Promise<{ urls: DatabaseUrls; inboxes: Inbox[] }> {
  const { shops, messages, cursorSecret } = size;
  const conversations = Math.round(messages / messagesEach);
  const made = await makeInboxes(at, { shops, conversations, cursorSecret });
  const superuserUrl = new URL(at.cluster.ownerUrl);
  superuserUrl.pathname = new URL(made.urls.ownerUrl).pathname;
  const sql = postgres(superuserUrl.href, { max: 1, onnotice: () => {} });
  try {
    await sql`set maintenance_work_mem = '512MB'`;
    await sql`set work_mem = '256MB'`;
    // What is made here belongs together: nothing is checked row by row.
    await sql`set session_replication_role = replica`;
    await writeMessages(sql);
    await index(sql);
  } finally {
    await sql.end();
  }
  return made;
}

/** The word of this rank: its digits as letters. */
const word = (sql: postgres.Sql, rank: postgres.PendingQuery<postgres.Row[]>) =>
  sql`'k' || translate((${rank})::text, '0123456789', 'abdefgilmo') || 'u'`;

async function writeMessages(sql: postgres.Sql): Promise<void> {
  await sql`select setseed(0.5)`;
  await sql`create temp table bodies as
    select n, case when n % 10 < 6 then 'my order is late ' else 'the parcel came ' end
      || case when n % 3 = 0 then 'a broken candle and ' else '' end
      || case when n % 20 = 0 then 'please refund it ' else '' end || string_agg(
        ${word(sql, sql`floor(exp(random() * ln(${vocabulary}::float8)))::int`)}, ' ') as body
    from generate_series(1, ${texts}) n, generate_series(1, ${wordsInText}) w group by n`;
  await sql`alter table bodies add vector tsvector`;
  await sql`update bodies set vector = search_vector('{en}', body)`;
  await sql`create unique index on bodies (n)`;
  await sql`analyze bodies`;
  await sql`create temp table letters as
    select c.workspace_id, uuidv7() as id, c.id as conversation_id, c.connection_id, c.customer_id, c.subject, e.position,
      c.last_message_at - (${messagesEach} - e.position) * interval '3 hours' as sent_at,
      1 + floor(random() * ${texts})::int as n, case when e.position % 2 = 0 then 'reply' else 'customer' end as kind,
      cu.name, i.value as address
    from conversations c cross join generate_series(1, ${messagesEach}) e (position)
    join customers cu on cu.workspace_id = c.workspace_id and cu.id = c.customer_id
    join identities i on i.workspace_id = c.workspace_id and i.customer_id = c.customer_id`;
  await sql`
    insert into messages (workspace_id, id, conversation_id, connection_id, position, kind, via, author, state, "from",
      "to", cc, subject, text, "references", sent_at)
    select l.workspace_id, l.id, l.conversation_id, l.connection_id, l.position, l.kind, 'gmail',
      json_build_object('type', 'customer', 'id', l.customer_id, 'name', l.name), 'received',
      json_build_object('address', l.address, 'name', l.name), '[{"address":"support@shop.example","name":""}]', '[]',
      l.subject, b.body, '[]', l.sent_at
    from letters l join bodies b on b.n = l.n order by l.sent_at`;
  await sql`
    update conversations c set last_message_id = l.id from letters l
    where l.workspace_id = c.workspace_id and l.conversation_id = c.id and l.position = ${messagesEach}`;
  await sql`
    insert into orders (workspace_id, id, customer_id, connection_id, external_id, name, placed_at, currency,
      total_minor, lines, fulfillments)
    select c.workspace_id, uuidv7(), c.id, s.connection_id, 'order-' || c.id, '#' || 1000 + row_number() over (
        partition by c.workspace_id order by c.id), now() - random() * interval '180 days', 'EUR', 4900,
      '[{"title":"Fjord candle","variant":null,"quantity":2}]', '[]'
    from customers c join (
      select distinct on (workspace_id) workspace_id, connection_id from conversations) s on s.workspace_id = c.workspace_id`;
}

/** Documents in the order of time, as half a year of following the log leaves them; indexes afterwards, for speed. */
async function index(sql: postgres.Sql): Promise<void> {
  await sql`drop index search_documents_keys, search_words_grams`;
  await sql`alter table search_words drop constraint search_words_workspace_id_word_pk`;
  await sql`create temp table waiting as
    select workspace_id, id, 'message' as stream, conversation_id, customer_id, kind, sent_at as at,
      n, name, subject, array['customer:' || customer_id, 'is:' || kind, 'year:' || to_char(sent_at, 'YYYY'),
        'month:' || to_char(sent_at, 'YYYY-MM'), 'addr:' || address, 'from:addr:' || address, 'from:mia'] as terms
    from letters
    union all
    select c.workspace_id, c.id, 'conversation', c.id, c.customer_id, null, c.last_message_at, null, '', '', array['all',
      'customer:' || customer_id, 'folder:' || folder, 'status:' || status, 'assignee:' || coalesce(assignee_id::text, 'none')]
    from conversations c
    union all
    select c.workspace_id, c.id, 'customer', null, c.id, null, f.at, null, c.name || ' ' || i.value, '',
      array['customer:' || c.id, 'addr:' || i.value]
    from customers c join identities i on i.workspace_id = c.workspace_id and i.customer_id = c.id
    join (select workspace_id, customer_id, min(created_at) as at from conversations group by 1, 2) f
      on f.workspace_id = c.workspace_id and f.customer_id = c.id
    union all
    select o.workspace_id, o.id, 'order', null, o.customer_id, null, o.placed_at, null, c.name,
      substr(o.name, 2) || ' Fjord candle', array['customer:' || o.customer_id, 'order:' || substr(o.name, 2)]
    from orders o join customers c on c.workspace_id = o.workspace_id and c.id = o.customer_id`;
  await sql`
    insert into search_documents (workspace_id, id, stream, number, conversation_id, customer_id, kind, at, words, keys)
    select workspace_id, id, stream, number, conversation_id, customer_id, kind, at, words,
      search_keys(workspace_id, stream, number / 1024, tsvector_to_array(words) || terms)
    from (
      select w.*, row_number() over (partition by w.workspace_id order by w.at, w.id) as number,
        setweight(to_tsvector('parley_en', lower(w.subject)), 'A') || setweight(to_tsvector('simple', lower(w.name)), 'B')
          || coalesce(b.vector, '') as words
      from waiting w left join bodies b on b.n = w.n) d
    order by at`;
  await sql`create index search_documents_keys on search_documents using gin (keys) with (fastupdate = off)`;
  await sql`
    insert into search_words (workspace_id, word, grams)
    select s.workspace_id, w.word, search_grams(s.workspace_id, w.word)
    from (select workspace_id, count(*) as n from letters group by 1) s cross join lateral (
      select distinct lexeme as word from bodies b, unnest(b.vector) where b.n <= s.n and lexeme !~ '[0-9]') w`;
  await sql`alter table search_words add primary key (workspace_id, word)`;
  await sql`create index search_words_grams on search_words using gin (grams) with (fastupdate = off)`;
  await sql`
    insert into search_progress (workspace_id, seq, documents, languages)
    select workspace_id, 1000000000, max(number), '{en}' from search_documents group by 1`;
  await sql`drop table waiting, letters`;
  await sql`vacuum analyze`;
  await sql`checkpoint`;
}
