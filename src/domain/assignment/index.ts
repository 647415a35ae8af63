export { drainQueue } from "./drain-queue.ts";
export { getQueueState, mostCounted } from "./queries.ts";
export { drainForConversation, drainForMember, requestDrains } from "./request-drains.ts";
export { returnUnlessThere, returnWork } from "./return-work.ts";
export { routeConversation } from "./route-conversation.ts";
