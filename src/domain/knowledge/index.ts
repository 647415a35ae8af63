export { createArticle } from "./create-article.ts";
export { keepMeanings } from "./keep-meanings.ts";
export { archiveArticle, publishArticle, restoreArticle, unpublishArticle } from "./publish-article.ts";
export { getArticle, listArticles, listArticleVersions } from "./queries.ts";
export { longest, mostQuestions } from "./rules.ts";
export { type Passage, searchKnowledge } from "./search-knowledge.ts";
export type { Article } from "./tables.ts";
export { topicsOf } from "./topics.ts";
export { updateArticle } from "./update-article.ts";
