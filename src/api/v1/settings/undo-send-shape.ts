import { z } from "zod";
import { longestUndoSeconds } from "../../../domain/scheduled-replies/index.ts";

const seconds = z.number().int().min(0).max(longestUndoSeconds);

export const undoSeconds = {
  email: seconds.describe("Seconds in which a person's reply can be called back; 0: it goes out at once."),
  sms: seconds,
};
export const undoSendShape = z.object(undoSeconds).meta({ id: "UndoSend" });
