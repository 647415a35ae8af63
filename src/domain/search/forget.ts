import type { RawTransaction } from "../../platform/db.ts";
import { holdProgress } from "./queries.ts";

/**
 * Takes customers out of the index: their documents, those of their orders, conversations and messages, and every
 * word that stands nowhere else. Call it in the transaction that erases them, after their rows are changed: whoever
 * writes the index waits for its end and reads what is left.
 */
export async function forgetInSearch(
  sql: RawTransaction,
  workspaceId: string,
  { customerIds }: { customerIds: readonly string[] },
): Promise<void> {
  const progress = await holdProgress(sql, workspaceId, "wait");
  const lastSegment = Math.floor((progress?.documents ?? 0) / 1024);
  const gone = await sql<{ word: string }[]>`
    with gone as (
      delete from search_documents
      where workspace_id = ${workspaceId} and customer_id = any(${sql.array([...customerIds])}::uuid[]) returning words
    )
    select distinct lexeme as word from gone, unnest(gone.words) order by 1`;
  const words = gone.map(({ word }) => word);
  await sql`
    delete from search_words w where w.workspace_id = ${workspaceId} and w.word = any(${sql.array(words)}::text[])
      and not search_knows(w.word, ${lastSegment})`;
}
