import { z } from "zod";
import { archiveField as archive } from "../../../domain/fields/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";

export const archiveField = endpoint({
  method: "delete",
  path: "/v1/fields/:fieldId",
  scope: "fields:manage",
  summary: "Take a custom field out of use",
  description: "It is archived: its values stay and are shown, nothing new is written, and it can be restored.",
  tag: "Fields",
  input: z.object({ fieldId: z.uuid() }),
  output: nothing,
  run: (ctx, input) => archive(ctx, input),
});
