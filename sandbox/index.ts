export { demo } from "./seed.ts";
export { type RunningSandbox, startSandbox } from "./server.ts";
