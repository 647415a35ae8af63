import { z } from "zod";
import { setUndoDelays } from "../../../domain/scheduled-replies/index.ts";
import { endpoint } from "../../endpoint.ts";
import { undoSeconds, undoSendShape } from "./undo-send-shape.ts";

export const setUndoSend = endpoint({
  method: "put",
  path: "/v1/settings/undo-send",
  scope: "settings:manage",
  summary: "Set how long replies can be called back",
  description: "By channel, for what people write; programs and the AI do not wait. A chat is live and never waits.",
  tag: "Settings",
  input: z.object(undoSeconds),
  output: undoSendShape,
  run: (ctx, input) => setUndoDelays(ctx, input),
});
