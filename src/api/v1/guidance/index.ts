import type { Endpoint } from "../../endpoint.ts";
import { getGuidance } from "./get-guidance.ts";
import { getGuidanceVersion } from "./get-guidance-version.ts";
import { getTrial } from "./get-trial.ts";
import { listGuidanceVersions } from "./list-guidance-versions.ts";
import { listTrialCases } from "./list-trial-cases.ts";
import { listTrials } from "./list-trials.ts";
import { publishGuidance } from "./publish-guidance.ts";
import { saveGuidance } from "./save-guidance.ts";
import { startTrial } from "./start-trial.ts";

export const guidanceEndpoints: Readonly<Record<string, Endpoint>> = {
  ...{ startTrial, listTrials, getTrial, listTrialCases },
  ...{ getGuidance, saveGuidance, publishGuidance, listGuidanceVersions, getGuidanceVersion },
};
