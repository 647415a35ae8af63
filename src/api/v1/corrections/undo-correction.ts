import { z } from "zod";
import { undoCorrection as undo } from "../../../domain/corrections/index.ts";
import { endpoint } from "../../endpoint.ts";
import { correctionShape, showCorrection } from "./correction-shape.ts";

export const undoCorrection = endpoint({
  method: "delete",
  path: "/v1/corrections/:correctionId",
  scope: "conversations:write",
  summary: "Undo a merge, a split or a move",
  description:
    "Everything is as it was; what came meanwhile stands where its own thread is. One undone already is left alone. 409 with `details.reason` `undo_first` names in `details.corrections` what must be undone before.",
  tag: "Corrections",
  input: z.object({ correctionId: z.uuid() }),
  output: correctionShape,
  problems: [409],
  run: async (ctx, input) => showCorrection(ctx, await undo(ctx, input)),
});
