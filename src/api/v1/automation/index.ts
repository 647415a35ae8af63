import type { Endpoint } from "../../endpoint.ts";
import { createRun } from "./create-run.ts";
import { discardDraft } from "./discard-draft.ts";
import { getDraft } from "./get-draft.ts";
import { listRuns } from "./list-runs.ts";

export const automationEndpoints: Readonly<Record<string, Endpoint>> = { getDraft, discardDraft, listRuns, createRun };
