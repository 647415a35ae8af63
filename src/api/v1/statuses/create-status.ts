import { z } from "zod";
import { createStatus as create } from "../../../domain/statuses/index.ts";
import { endpoint } from "../../endpoint.ts";
import { category, showStatus, statusName, statusShape } from "./status-shape.ts";

export const createStatus = endpoint({
  method: "post",
  path: "/v1/statuses",
  scope: "statuses:manage",
  summary: "Add a status to a category",
  description: "409 with `details.reason` = `name_taken`, or `too_many_statuses`.",
  tag: "Statuses",
  input: z.object({ category, name: statusName }),
  output: statusShape,
  status: 201,
  problems: [409],
  run: async (ctx, input) => showStatus(await create(ctx, input)),
});
