export {
  connectIntegration,
  failConnection,
  notifyConnection,
  openConnection,
  recoverConnection,
} from "./connect-integration.ts";
export {
  getConnection,
  listConnections,
  type NewDelivery,
  readDeliveries,
  type StoredDelivery,
  settleDeliveries,
} from "./queries.ts";
export { recordDeliveries, recordPage } from "./record-deliveries.ts";
export type { ConnectionRow } from "./tables.ts";
