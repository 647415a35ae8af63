import type { Endpoint } from "../../endpoint.ts";
import { getGuidance } from "./get-guidance.ts";
import { getGuidanceVersion } from "./get-guidance-version.ts";
import { listGuidanceVersions } from "./list-guidance-versions.ts";
import { publishGuidance } from "./publish-guidance.ts";
import { saveGuidance } from "./save-guidance.ts";

export const guidanceEndpoints: Readonly<Record<string, Endpoint>> = {
  ...{ getGuidance, saveGuidance, publishGuidance, listGuidanceVersions, getGuidanceVersion },
};
