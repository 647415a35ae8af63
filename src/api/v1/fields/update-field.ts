import { z } from "zod";
import { updateField as update } from "../../../domain/fields/index.ts";
import { endpoint } from "../../endpoint.ts";
import { fieldInput, fieldShape, showField } from "./field-shape.ts";

const { label, options } = fieldInput;

export const updateField = endpoint({
  method: "patch",
  path: "/v1/fields/:fieldId",
  scope: "fields:manage",
  summary: "Change a custom field's label or options",
  description: "What is absent stays. An option left out is archived; named again, it is back.",
  tag: "Fields",
  input: z.object({ fieldId: z.uuid(), ...z.object({ label, options }).partial().shape }),
  output: fieldShape,
  async run(ctx, { fieldId, label, options }) {
    const row = await update(ctx, {
      fieldId,
      ...(label !== undefined && { label }),
      ...(options !== undefined && { options }),
    });
    return showField(row);
  },
});
