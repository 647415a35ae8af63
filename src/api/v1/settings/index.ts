import type { Endpoint } from "../../endpoint.ts";
import { getUndoSend } from "./get-undo-send.ts";
import { setUndoSend } from "./set-undo-send.ts";

export const settingEndpoints: Readonly<Record<string, Endpoint>> = {
  getUndoSend,
  setUndoSend,
};
