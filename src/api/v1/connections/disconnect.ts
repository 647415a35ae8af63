import { z } from "zod";
import { disconnect as end } from "../../../domain/connections/index.ts";
import { endpoint } from "../../endpoint.ts";
import { connectionShape, showConnection } from "./connection-shape.ts";

export const disconnect = endpoint({
  method: "delete",
  path: "/v1/connections/:connectionId/access",
  scope: "connections:manage",
  summary: "Disconnect a mailbox or shop",
  description: "Its credentials are gone at once; what it brought stays, and connecting it again goes on from there.",
  tag: "Connections",
  input: z.object({ connectionId: z.uuid() }),
  output: connectionShape,
  run: async (ctx, input) => showConnection(await end(ctx, input)),
});
