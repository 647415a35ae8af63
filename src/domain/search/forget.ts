import { sql } from "drizzle-orm";
import { inTransaction, type TxContext } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";

/** What leaves the index. */
export interface Forgotten {
  /** With their orders, conversations and messages. */
  customerIds?: readonly string[];
  /** With their messages. */
  conversationIds?: readonly string[];
  /** Of anything; what is still there is read again when the log says so. */
  ids?: readonly string[];
}

/** Words looked up in one transaction: each is looked for in every segment of the index. */
const wordsAtOnce = 50;

/**
 * Takes documents out of the index and doubts their words: those that stand nowhere else go with `dropDoubtedWords`.
 * Call it in the transaction that erases, after the rows are changed: whoever writes the index waits for its end and
 * reads what is left.
 */
export async function forgetInSearch(
  tx: TxContext,
  { customerIds = [], conversationIds = [], ids = [] }: Forgotten,
): Promise<void> {
  const { workspaceId } = tx;
  const among = (some: readonly string[]) =>
    sql`(select value::uuid from json_array_elements_text(${JSON.stringify(some)}::text::json))`;
  await holdIndex(tx);
  await tx.q.execute(sql`
    with gone as (
      delete from search_documents where workspace_id = ${workspaceId} and (
        customer_id in ${among(customerIds)} or id in ${among([...ids, ...conversationIds])}
        or stream = 'message' and conversation_id in ${among(conversationIds)}) returning words
    )
    update search_words w set doubted = true from (select distinct lexeme from gone, unnest(gone.words)) g
    where w.workspace_id = ${workspaceId} and w.word = g.lexeme and not w.doubted`);
}

/** Deletes some of the doubted words that no document has any more. @returns whether there may be more. */
export async function dropDoubtedWords(ctx: Context): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const documents = await holdIndex(tx);
    const isTheirs = sql`workspace_id = ${tx.workspaceId}`;
    const rows = await tx.q.execute<{ word: string }>(sql`
      select word from search_words where ${isTheirs} and doubted order by word limit ${wordsAtOnce}`);
    const words = sql`(select json_array_elements_text(${JSON.stringify(rows.map(({ word }) => word))}::text::json))`;
    await tx.q.execute(sql`
      delete from search_words where ${isTheirs} and word in ${words}
        and not search_knows(word, ${Math.floor(documents / 1024)}::bigint)`);
    await tx.q.execute(sql`update search_words set doubted = false where ${isTheirs} and word in ${words}`);
    return rows.length === wordsAtOnce;
  });
}

/** Nobody else writes the index until the transaction ends. @returns the greatest number of a document. */
async function holdIndex(tx: TxContext): Promise<number> {
  await tx.q.execute(sql`
    insert into search_progress (workspace_id, seq) values (${tx.workspaceId}, 0) on conflict do nothing`);
  const [row] = await tx.q.execute<{ documents: number }>(sql`
    select documents::float8 as documents from search_progress where workspace_id = ${tx.workspaceId} for update`);
  return row!.documents;
}
