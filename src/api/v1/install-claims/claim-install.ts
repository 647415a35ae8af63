import { z } from "zod";
import { claimInstall as attach } from "../../../domain/installs/index.ts";
import { endpoint } from "../../endpoint.ts";
import { connectionShape, showConnection } from "../connections/connection-shape.ts";
import { claim } from "./preview-claim.ts";

export const claimInstall = endpoint({
  method: "post",
  path: "/v1/install-claims",
  scope: "connections:manage",
  summary: "Bring an installed account into this workspace",
  description: "409 when another workspace has it.",
  tag: "Connections",
  input: z.object({ claim }),
  output: connectionShape,
  status: 201,
  problems: [404, 409],
  run: async (ctx, input) => showConnection(await attach(ctx, input)),
});
