import { productNotes } from "../../../domain/knowledge/index.ts";
import type { Context } from "../../../domain/workspaces/index.ts";
import { addSource, type Evidence } from "../../evidence.ts";
import { sourceOf } from "../search-knowledge.ts";

export interface Note {
  id: string;
  text: string;
  source: string;
}

/** Characters of one note. */
const longest = 600;
/** Of one product. */
const most = 4;

/** What the shop itself says of these products, by product; from now on it can be cited. */
export async function notesOn(
  ctx: Context,
  evidence: Evidence,
  products: readonly { productId: string }[],
): Promise<Map<string, Note[]>> {
  const ids = [...new Set(products.map(({ productId }) => productId))];
  const byProduct = Map.groupBy(await productNotes(ctx, ids), ({ productId }) => productId);
  return new Map(
    [...byProduct].map(([productId, notes]) => [
      productId,
      notes.slice(0, most).map(({ articleId, title, text, sourceUrl, fileName }) => {
        const id = `article-${articleId.slice(-8)}`;
        addSource(evidence, id, { kind: "article", id: articleId, label: title });
        return { id, text: text.slice(0, longest).toWellFormed(), source: sourceOf(sourceUrl, fileName) };
      }),
    ]),
  );
}
