import { Readable } from "node:stream";
import { createArticle, publishArticle } from "../../src/domain/knowledge/index.ts";
import { createLookupTable } from "../../src/domain/lookup-tables/index.ts";
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
  const content = Readable.from([Buffer.from("ring,mm\n54,17.2")]);
  const { id: tableId } = await createLookupTable(ctx, { name: "Sizes", description: "", fileName: "s.csv", content });
  const told = { question: "Is pine wax vegan?", answer: "All our wax is made of plants." };
  await keepSuggestion(ctx, { conversationId, ...told });
  const [suggestion] = await listSuggestions(ctx, { state: "waiting" });
  return { articleId, tableId, suggestionId: suggestion!.id };
}
