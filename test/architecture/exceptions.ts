/** What may differ from the rules, and why. Anything not named here follows them; a name that no longer exists fails. */

/** Tables that no single workspace owns. */
export const globalTables: Record<string, string> = {
  workspaces: "the workspaces themselves; the app sees the one it works for",
  users: "a person logs in before a workspace is chosen and may belong to several; out of the app's reach",
  sessions: "a login, found by cookie before the workspace is known; out of the app's reach",
  directory: "finds the workspace of a mailbox, token or person, so its key cannot begin with one",
};

/** Indexes of tenant tables that serve work across workspaces. */
export const indexesAcrossWorkspaces: Record<string, string> = {
  jobs_due: "claims take what is due, whosever it is",
};

/** Tables the system role works on across workspaces; every other one shows it no row. */
export const systemTables: Record<string, string> = {
  workspaces: "opens a merchant's account",
  users: "login",
  sessions: "login",
  directory: "webhook routing and token look-up",
  events: "the relay reads what was committed",
  event_counters: "the relay marks how far it came",
  jobs: "claims, leases and outcomes",
  view_feeds: "the counts of which workspaces are behind their logs",
};

/** Views and functions that run with their owner's rights instead of the caller's. */
export const definerViews: Record<string, string> = {};
export const definerFunctions: Record<string, string> = {};

/** Files that write to a table of another folder. */
export const foreignWrites: Record<string, string> = {
  "src/domain/events/relay-events.ts > jobs": "events become jobs in one statement: a second one could be lost",
};

/** Files that may be longer than the limit. */
export const longFiles: Record<string, string> = {
  "web/agent/src/api/schema.d.ts": "generated from the OpenAPI document",
};
