import { z } from "zod";
import { updatePhoneLine as update } from "../../../domain/calls/index.ts";
import { endpoint } from "../../endpoint.ts";
import { nameInput, phoneLineShape, settingsInput, showPhoneLine } from "./phone-line-shape.ts";

export const updatePhoneLine = endpoint({
  method: "put",
  path: "/v1/phone-lines/:phoneLineId",
  scope: "connections:manage",
  summary: "Change how a number of the shop answers",
  description: "`settings` replaces all of them; what is absent in it is as usual. It counts for calls from now on.",
  tag: "Calls",
  input: z.object({ phoneLineId: z.uuid(), name: nameInput.optional(), settings: settingsInput.optional() }),
  output: phoneLineShape,
  async run(ctx, { phoneLineId, name, settings }) {
    return showPhoneLine(
      await update(ctx, { phoneLineId, ...(name !== undefined && { name }), ...(settings && { settings }) }),
    );
  },
});
