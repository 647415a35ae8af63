export { createStatus } from "./create-status.ts";
export { deleteStatus, restoreStatus } from "./delete-status.ts";
export { checkStatusInUse, getStatusInUse, listStatuses } from "./queries.ts";
export { categories, longestStatusName } from "./rules.ts";
export { seedStatuses } from "./seed-statuses.ts";
export type { Status } from "./tables.ts";
export { updateStatus } from "./update-status.ts";
