import { archiveArticle } from "../articles/archive-article.ts";
import { compareArticleVersions } from "../articles/compare-versions.ts";
import { createArticle } from "../articles/create-article.ts";
import { createFileArticle } from "../articles/create-file-article.ts";
import { createPageArticle } from "../articles/create-page-article.ts";
import { displaceArticle } from "../articles/displace-article.ts";
import { getArticle } from "../articles/get-article.ts";
import { listArticleVersions } from "../articles/list-article-versions.ts";
import { listArticles } from "../articles/list-articles.ts";
import { placeArticle } from "../articles/place-article.ts";
import { publishArticle } from "../articles/publish-article.ts";
import { replaceArticleFile } from "../articles/replace-article-file.ts";
import { requestReading } from "../articles/request-reading.ts";
import { restoreArticle } from "../articles/restore-article.ts";
import { setArticleProduct } from "../articles/set-article-product.ts";
import { unpublishArticle } from "../articles/unpublish-article.ts";
import { updateArticle } from "../articles/update-article.ts";
import { createLookupTable } from "../lookup-tables/create-lookup-table.ts";
import { deleteLookupTable } from "../lookup-tables/delete-lookup-table.ts";
import { listLookupTables } from "../lookup-tables/list-lookup-tables.ts";
import { lookUpRows } from "../lookup-tables/look-up-rows.ts";
import { replaceLookupTable } from "../lookup-tables/replace-lookup-table.ts";
import { approveSuggestion } from "../suggestions/approve-suggestion.ts";
import { listSuggestions } from "../suggestions/list-suggestions.ts";
import { rejectSuggestion } from "../suggestions/reject-suggestion.ts";
import { getHelpCenter } from "./get-help-center.ts";
import { listCategories } from "./list-categories.ts";
import { listContradictions } from "./list-contradictions.ts";
import { listGaps } from "./list-gaps.ts";
import { searchKnowledge } from "./search-knowledge.ts";
import { setHelpCenter } from "./set-help-center.ts";

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
  placeArticle,
  displaceArticle,
  getHelpCenter,
  setHelpCenter,
  listArticleVersions,
  compareArticleVersions,
  listCategories,
  createPageArticle,
  createFileArticle,
  setArticleProduct,
  replaceArticleFile,
  requestReading,
  searchKnowledge,
  listGaps,
  listContradictions,
  listSuggestions,
  approveSuggestion,
  rejectSuggestion,
  listLookupTables,
  createLookupTable,
  replaceLookupTable,
  deleteLookupTable,
  lookUpRows,
};
