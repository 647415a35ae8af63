export { forgetMemory } from "./forget-memory.ts";
export { listMemories, memoriesOf } from "./queries.ts";
export { remember } from "./remember.ts";
export { memoryKinds } from "./rules.ts";
export type { Memory } from "./tables.ts";
