export { collectSuggestions, keepSuggestion } from "./collect-suggestions.ts";
export { approveSuggestion, rejectSuggestion } from "./decide-suggestion.ts";
export { dropSuggestions, listSuggestions } from "./queries.ts";
export type { ReplySuggestion } from "./tables.ts";
