import { newId } from "../../platform/ids.ts";
import type { TxContext } from "../events/index.ts";
import { type Article, articleVersions } from "./tables.ts";

/** Keeps what an article says now as its newest version. */
export async function keepVersion(tx: TxContext, article: Article): Promise<void> {
  const { workspaceId, id: articleId, version, title, body, category, language, questions } = article;
  const savedBy = tx.actor.type === "member" ? tx.actor.id : null;
  const wording = { title, body, category, language, questions };
  await tx.q.insert(articleVersions).values({ workspaceId, id: newId(), articleId, version, savedBy, ...wording });
}
