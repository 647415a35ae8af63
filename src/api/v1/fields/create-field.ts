import { z } from "zod";
import { createField as create } from "../../../domain/fields/index.ts";
import { endpoint } from "../../endpoint.ts";
import { fieldInput, fieldShape, showField } from "./field-shape.ts";

export const createField = endpoint({
  method: "post",
  path: "/v1/fields",
  scope: "fields:manage",
  summary: "Define a custom field",
  description: "409 with `details.reason` = `key_taken` or `too_many_fields`, which is more than 100 of an entity.",
  tag: "Fields",
  input: z.object({ ...fieldInput, options: fieldInput.options.default([]) }),
  output: fieldShape,
  status: 201,
  problems: [409],
  run: async (ctx, input) => showField(await create(ctx, input)),
});
