import type { Endpoint } from "../../endpoint.ts";
import { aiEndpoints } from "../ai/index.ts";
import { getSurvey } from "../conversations/get-survey.ts";
import { createRun } from "./create-run.ts";
import { discardDraft } from "./discard-draft.ts";
import { getAiStanding } from "./get-ai-standing.ts";
import { getDraft } from "./get-draft.ts";
import { getRun } from "./get-run.ts";
import { holdDraft } from "./hold-draft.ts";
import { listRuns } from "./list-runs.ts";
import { stopRun } from "./stop-run.ts";

export const automationEndpoints: Readonly<Record<string, Endpoint>> = {
  ...aiEndpoints,
  ...{ getDraft, discardDraft, holdDraft, listRuns, createRun, getRun, stopRun },
  ...{ getAiStanding, getSurvey },
};
