import { z } from "zod";
import { getUndoDelays } from "../../../domain/scheduled-replies/index.ts";
import { endpoint } from "../../endpoint.ts";
import { undoSendShape } from "./undo-send-shape.ts";

export const getUndoSend = endpoint({
  method: "get",
  path: "/v1/settings/undo-send",
  scope: "conversations:read",
  summary: "Read how long replies can be called back",
  tag: "Settings",
  input: z.object({}),
  output: undoSendShape,
  run: (ctx) => getUndoDelays(ctx),
});
