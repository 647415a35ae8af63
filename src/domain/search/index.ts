export { followLog } from "./follow-log.ts";
export { dropDoubtedWords, forgetInSearch } from "./forget.ts";
export type { Highlighted } from "./highlight.ts";
export type { Hit } from "./hits.ts";
export { bounds } from "./parse-query.ts";
export { measureSearchLag } from "./queries.ts";
export { rebuildIndex } from "./rebuild-index.ts";
export { searchWorkspace } from "./search-workspace.ts";
export type { SearchPosition } from "./walk.ts";
