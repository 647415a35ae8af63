import { z } from "zod";
import { updateStatus as update } from "../../../domain/statuses/index.ts";
import { endpoint } from "../../endpoint.ts";
import { showStatus, statusName, statusShape } from "./status-shape.ts";

export const updateStatus = endpoint({
  method: "patch",
  path: "/v1/statuses/:statusId",
  scope: "statuses:manage",
  summary: "Rename or move a status",
  description:
    "What is absent stays. 409 with `details.reason` = `name_taken`; `default` or `archived` for one that has no place " +
    "to move from.",
  tag: "Statuses",
  input: z.object({
    statusId: z.uuid(),
    name: statusName.optional(),
    position: z.number().int().min(1).max(100).optional().describe("Among its category's own statuses, from 1."),
  }),
  output: statusShape,
  problems: [409],
  async run(ctx, { statusId, name, position }) {
    const row = await update(ctx, {
      statusId,
      ...(name !== undefined && { name }),
      ...(position !== undefined && { position }),
    });
    return showStatus(row);
  },
});
