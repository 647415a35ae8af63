import type { Endpoint } from "../../endpoint.ts";
import { addToolSource } from "./add-tool-source.ts";
import { getToolSource } from "./get-tool-source.ts";
import { listToolSources } from "./list-tool-sources.ts";
import { logInAtToolSource } from "./log-in-at-tool-source.ts";
import { readToolSource } from "./read-tool-source.ts";
import { removeToolSource } from "./remove-tool-source.ts";
import { tryExternalTool } from "./try-external-tool.ts";
import { updateExternalTool } from "./update-external-tool.ts";
import { updateToolSource } from "./update-tool-source.ts";

export const toolSourceEndpoints: Readonly<Record<string, Endpoint>> = {
  ...{ listToolSources, addToolSource, getToolSource, updateToolSource, removeToolSource, readToolSource },
  ...{ logInAtToolSource, updateExternalTool, tryExternalTool },
};
