import type { Endpoint } from "../../endpoint.ts";
import { listSwitches } from "./list-switches.ts";
import { resumeAi } from "./resume-ai.ts";
import { setToolSwitch } from "./set-tool-switch.ts";
import { stopAi } from "./stop-ai.ts";

export const aiEndpoints: Readonly<Record<string, Endpoint>> = { listSwitches, setToolSwitch, stopAi, resumeAi };
