import { z } from "zod";
import { listConnections as list } from "../../../domain/connections/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";
import { connectionShape, showConnection } from "./connection-shape.ts";

export const listConnections = endpoint({
  method: "get",
  path: "/v1/connections",
  scope: "connections:read",
  summary: "List connected mailboxes and shops",
  tag: "Connections",
  input: z.object({}),
  output: listOf(connectionShape),
  run: async (ctx) => wholeList(await list(ctx), showConnection),
});
