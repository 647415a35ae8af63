export { connectIntegration, failConnection, type NewConnection, recoverConnection } from "./connect-integration.ts";
export { disconnect, endAccess } from "./disconnect.ts";
export { eraseDeliveriesOf, eraseDeliveriesOfConnection, eraseOtherDeliveries } from "./erase-deliveries.ts";
export { measureConnections } from "./measure-connections.ts";
export { forgetAccount, noteGranted, renameConnection } from "./note-account.ts";
export { noteHeard } from "./note-heard.ts";
export { beginPull, noteStartedOver, notifyConnection } from "./notify-connection.ts";
export { openConnection } from "./open-connection.ts";
export {
  getConnection,
  listConnections,
  listSetAside,
  type NewDelivery,
  readDeliveries,
  readPayload,
  type StoredDelivery,
  setAsideDeliveries,
} from "./queries.ts";
export { recordDeliveries, recordPage } from "./record-deliveries.ts";
export { requestRenewal, warnOfConnection } from "./request-renewal.ts";
export { setDefaultTeam } from "./set-default-team.ts";
export type { ConnectionRow } from "./tables.ts";
