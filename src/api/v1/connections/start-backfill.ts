import { z } from "zod";
import { getConnection } from "../../../domain/connections/index.ts";
import { getConnectionHealth, startSync } from "../../../domain/syncs/index.ts";
import { integrationById } from "../../../integrations/index.ts";
import { AppError } from "../../../platform/errors.ts";
import { endpoint } from "../../endpoint.ts";
import { healthShape, showHealth } from "./health-shape.ts";

export const startBackfill = endpoint({
  method: "post",
  path: "/v1/connections/:connectionId/backfill",
  scope: "connections:manage",
  summary: "Copy all that a shop has again",
  description:
    "What is on its way goes on; the rest begins anew. Returns at once. 422 for a connection that has no such data, 409 " +
    "with `details.reason` = `disconnected` for one that is not connected.",
  tag: "Connections",
  input: z.object({ connectionId: z.uuid() }),
  output: healthShape,
  status: 202,
  problems: [409],
  async run(ctx, { connectionId }) {
    const { integrationId, state } = await getConnection(ctx, connectionId);
    const kinds = integrationById(integrationId).records?.kinds ?? [];
    if (kinds.length === 0) throw new AppError("invalid_input", "There is nothing to copy from this connection");
    if (state === "disconnected") {
      throw new AppError("conflict", "Connect it again first", { details: { reason: "disconnected" } });
    }
    await startSync(ctx, { connectionId, kinds, anew: true });
    return showHealth(await getConnectionHealth(ctx, connectionId));
  },
});
