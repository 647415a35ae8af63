import { z } from "zod";
import { restoreField as restore } from "../../../domain/fields/index.ts";
import { endpoint } from "../../endpoint.ts";
import { fieldShape, showField } from "./field-shape.ts";

export const restoreField = endpoint({
  method: "post",
  path: "/v1/fields/:fieldId/restoration",
  scope: "fields:manage",
  summary: "Bring an archived custom field back",
  tag: "Fields",
  input: z.object({ fieldId: z.uuid() }),
  output: fieldShape,
  run: async (ctx, input) => showField(await restore(ctx, input)),
});
