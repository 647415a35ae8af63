import { z } from "zod";
import { restoreStatus as restore } from "../../../domain/statuses/index.ts";
import { endpoint } from "../../endpoint.ts";
import { showStatus, statusShape } from "./status-shape.ts";

export const restoreStatus = endpoint({
  method: "post",
  path: "/v1/statuses/:statusId/restoration",
  scope: "statuses:manage",
  summary: "Bring an archived status back",
  tag: "Statuses",
  input: z.object({ statusId: z.uuid() }),
  output: statusShape,
  run: async (ctx, input) => showStatus(await restore(ctx, input)),
});
