export { eventLine, sealLine } from "./chain.ts";
export { type AuditEntry, describeEntries } from "./describe-entries.ts";
export { listAudit, walkAudit, walkSeals } from "./list-audit.ts";
export { type AuditFilter, everyWorkspaceId } from "./queries.ts";
export { sealEvents } from "./seal-events.ts";
export { verifyChain } from "./verify-chain.ts";
