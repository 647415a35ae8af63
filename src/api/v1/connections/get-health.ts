import { z } from "zod";
import { getConnectionHealth } from "../../../domain/syncs/index.ts";
import { endpoint } from "../../endpoint.ts";
import { healthShape, showHealth } from "./health-shape.ts";

export const getHealth = endpoint({
  method: "get",
  path: "/v1/connections/:connectionId/health",
  scope: "connections:read",
  summary: "How a connection is doing, and how far the copying of its data is",
  description: "The events `sync.progressed`, `sync.finished` and `sync.stopped` carry what changes.",
  tag: "Connections",
  input: z.object({ connectionId: z.uuid() }),
  output: healthShape,
  run: async (ctx, { connectionId }) => showHealth(await getConnectionHealth(ctx, connectionId)),
});
