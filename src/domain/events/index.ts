export { catalog, type DomainEvent, type EventData, type EventName } from "./catalog.ts";
export { headSeq, listEvents } from "./list-events.ts";
export { measureRelayLag } from "./measure-relay.ts";
export { appendEventsRaw, type NewEvent } from "./queries.ts";
export { readHeads } from "./read-heads.ts";
export { type Route, relayEvents } from "./relay-events.ts";
export { inTransaction, read, type TxContext } from "./transaction.ts";
