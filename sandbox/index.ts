export { demo, demoWorld } from "./seed.ts";
export { type RunningSandbox, startSandbox } from "./server.ts";
export type { SandboxOptions } from "./settings.ts";
