/** What may differ from the rules, and why. Anything not named here follows them; a name that no longer exists fails. */

/** Tables that no single workspace owns. */
export const globalTables: Record<string, string> = {
  workspaces: "the workspaces themselves; the app sees the one it works for",
  users: "a person logs in before a workspace is chosen and may belong to several; out of the app's reach",
  sessions: "a login, found by cookie before the workspace is known; out of the app's reach",
  install_attempts: "a browser on its way to a provider, maybe before it has a workspace; out of the app's reach",
  pending_installs:
    "an account that waits for whoever has its claim, before it has a workspace; out of the app's reach",
  directory: "finds the workspace of a mailbox, token or person, so its key cannot begin with one",
};

/** Indexes of tenant tables that serve work across workspaces. */
export const indexesAcrossWorkspaces: Record<string, string> = {
  jobs_due: "claims take what is due, whosever it is",
  search_documents_keys: "each of its keys is a hash that begins with the workspace: no list holds rows of two",
  search_words_grams: "each of its keys is a hash that begins with the workspace: no list holds rows of two",
};

/** Tables the system role works on across workspaces; every other one shows it no row. */
export const systemTables: Record<string, string> = {
  workspaces: "opens a merchant's account",
  users: "login",
  sessions: "login",
  install_attempts: "installing",
  pending_installs: "installing",
  directory: "webhook routing and token look-up",
  events: "the relay reads what was committed",
  event_counters: "the relay marks how far it came",
  jobs: "claims, leases and outcomes",
  search_progress: "which workspaces' search index is behind their log",
  view_feeds: "the counts of which workspaces are behind their logs",
};

/** Views and functions that run with their owner's rights instead of the caller's. */
export const definerViews: Record<string, string> = {};
export const definerFunctions: Record<string, string> = {
  search_candidates: "finds by words in the transaction's one workspace; under row-level security no index serves it",
  search_similar: "finds words that look alike in the transaction's one workspace, for the same reason",
  search_knows: "whether a word stands in the transaction's one workspace, for the same reason",
};

/** Tables their owner reads, for the functions above: table → policy. */
export const ownerPolicies: Record<string, string> = {
  search_documents: "search_functions",
  search_words: "search_functions",
};

/** Files that write to a table of another folder. */
export const foreignWrites: Record<string, string> = {
  "src/domain/events/relay-events.ts > jobs": "events become jobs in one statement: a second one could be lost",
};

/** Files that may be longer than the limit. */
export const longFiles: Record<string, string> = {
  "web/agent/src/api/schema.d.ts": "generated from the OpenAPI document",
};
