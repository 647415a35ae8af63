import type { Endpoint } from "../../endpoint.ts";
import { addLeg } from "./add-leg.ts";
import { endCall } from "./end-call.ts";
import { endLeg } from "./end-leg.ts";
import { getCall } from "./get-call.ts";
import { holdCall } from "./hold-call.ts";
import { listCallLines } from "./list-call-lines.ts";
import { listCalls } from "./list-calls.ts";
import { muteLeg } from "./mute-leg.ts";
import { phoneEndpoints } from "./phone.ts";
import { takeCall } from "./take-call.ts";
import { transferCall } from "./transfer-call.ts";

export const callEndpoints: Readonly<Record<string, Endpoint>> = {
  ...{ listCalls, getCall, listCallLines, takeCall, holdCall, muteLeg, addLeg, endLeg, transferCall, endCall },
  ...phoneEndpoints,
};
