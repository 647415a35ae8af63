export { catalog, type DomainEvent, type EventData, type EventName } from "./catalog.ts";
export { headSeq, listEvents } from "./list-events.ts";
export { listenTo } from "./listen-to.ts";
export { measureRelayLag } from "./measure-relay.ts";
export { appendEventsRaw, type NewEvent } from "./queries.ts";
export { readHeads } from "./read-heads.ts";
export { type Route, relayEvents } from "./relay-events.ts";
export { attempt, inNameOf, inTransaction, read, readTogether, type TxContext } from "./transaction.ts";
