export { requestTurn } from "./request-turn.ts";
export { runTurn } from "./run-turn.ts";
