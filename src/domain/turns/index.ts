export { getTurn, listQueues, type Queue } from "./queries.ts";
export { segmentsPerSecond } from "./rules.ts";
export { takeTurn } from "./take-turn.ts";
