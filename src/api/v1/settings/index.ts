import type { Endpoint } from "../../endpoint.ts";
import { getHoldOut } from "./get-hold-out.ts";
import { getSurveySetting } from "./get-survey-setting.ts";
import { getUndoSend } from "./get-undo-send.ts";
import { setHoldOut } from "./set-hold-out.ts";
import { setSurveySetting } from "./set-survey-setting.ts";
import { setUndoSend } from "./set-undo-send.ts";

export const settingEndpoints: Readonly<Record<string, Endpoint>> = {
  ...{ getUndoSend, setUndoSend },
  ...{ getHoldOut, setHoldOut },
  ...{ getSurveySetting, setSurveySetting },
};
