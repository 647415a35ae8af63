export { addToolSource } from "./add-tool-source.ts";
export { beginExternalCall, endExternalCall } from "./begin-external-call.ts";
export { keepOffer } from "./keep-offer.ts";
export { forgetToolTests, noteToolTest } from "./note-test.ts";
export {
  type CountedSource,
  getToolSource,
  listToolSources,
  listUsableTools,
  type OpenedTool,
  openExternalTool,
  openToolSource,
  type ToolSource,
} from "./queries.ts";
export { removeToolSource, updateToolSource } from "./remove-tool-source.ts";
export {
  type BoundFact,
  bindArguments,
  boundFacts,
  canonical,
  type SourceKind,
  schemaForModel,
  sourceKinds,
} from "./rules.ts";
export type { ExternalTool, ToolTest } from "./tables.ts";
export { updateExternalTool } from "./update-external-tool.ts";
