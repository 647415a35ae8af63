export { listTools } from "./list-tools.ts";
export { findAiStop, readSwitches, standingOf, stoppedMessage } from "./queries.ts";
export {
  type Assurance,
  assurances,
  type BuiltInTool,
  builtIn,
  builtInTools,
  isAtLeast,
  type ToolStanding,
  toolKinds,
} from "./rules.ts";
export { setToolSwitch } from "./set-tool-switch.ts";
export { resumeAi, stopAi } from "./stop-ai.ts";
