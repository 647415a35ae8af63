import { randomUUID } from "node:crypto";
import { inTransaction } from "../../src/domain/events/index.ts";
import { createArticle, publishArticle } from "../../src/domain/knowledge/index.ts";
import { keepRows } from "../../src/domain/lookup-tables/keep-rows.ts";
import { lookupTables } from "../../src/domain/lookup-tables/tables.ts";
import { keepSuggestion, listSuggestions } from "../../src/domain/suggestions/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";

export interface Known {
  articleId: string;
  tableId: string;
  suggestionId: string;
}

/** A published article, a table, and an answer of this conversation that is proposed. */
export async function whatTheShopKnows(ctx: Context, conversationId: string): Promise<Known> {
  const { id: articleId } = await createArticle(ctx, {
    ...{ title: "Returns", body: "Send it back within 30 days.", category: null, language: "en", questions: [] },
  });
  await publishArticle(ctx, { articleId });
  const tableId = await aLookupTable(ctx);
  const told = { question: "Is pine wax vegan?", answer: "All our wax is made of plants." };
  await keepSuggestion(ctx, { conversationId, ...told });
  const [suggestion] = await listSuggestions(ctx, { state: "waiting" });
  return { articleId, tableId, suggestionId: suggestion!.id };
}

/** Without the thread that reads a file of a merchant's: dozens of worlds are made in a run. */
function aLookupTable(ctx: Context): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const id = randomUUID();
    const about = { name: "Sizes", description: "", fileName: "s.csv", updatedAt: new Date(), rowCount: 1 };
    const columns = ["ring", "mm"].map((name) => ({ name, type: "number" as const }));
    await tx.q.insert(lookupTables).values({ workspaceId: tx.workspaceId, id, ...about, columns });
    await keepRows(tx, id, [["54", "17.2"]]);
    tx.emit({ name: "lookup_table.created", data: { lookupTableId: id } });
    return id;
  });
}
