import { archiveArticle } from "../articles/archive-article.ts";
import { createArticle } from "../articles/create-article.ts";
import { createPageArticle } from "../articles/create-page-article.ts";
import { getArticle } from "../articles/get-article.ts";
import { listArticleVersions } from "../articles/list-article-versions.ts";
import { listArticles } from "../articles/list-articles.ts";
import { publishArticle } from "../articles/publish-article.ts";
import { requestReading } from "../articles/request-reading.ts";
import { restoreArticle } from "../articles/restore-article.ts";
import { unpublishArticle } from "../articles/unpublish-article.ts";
import { updateArticle } from "../articles/update-article.ts";
import { listGaps } from "./list-gaps.ts";
import { searchKnowledge } from "./search-knowledge.ts";

/** What the shop knows and tells. */
export const knowledgeEndpoints = {
  listArticles,
  createArticle,
  getArticle,
  updateArticle,
  archiveArticle,
  restoreArticle,
  publishArticle,
  unpublishArticle,
  listArticleVersions,
  createPageArticle,
  requestReading,
  searchKnowledge,
  listGaps,
};
