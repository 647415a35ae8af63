import { z } from "zod";
import { eraseAccountData as erase } from "../../../domain/privacy/index.ts";
import { endpoint } from "../../endpoint.ts";
import { privacyRequestShape, showPrivacyRequest } from "../privacy-requests/privacy-request-shape.ts";

export const eraseAccountData = endpoint({
  method: "delete",
  path: "/v1/connections/:connectionId/data",
  scope: "connections:manage",
  summary: "Erase everything that came from a shop",
  description:
    "Orders, the shop's customers and goods, and what it sent, in a job; conversations stay. Then any workspace may " +
    "connect the shop. One that is connected is disconnected first. Needs `customers:erase` too.",
  tag: "Connections",
  input: z.object({ connectionId: z.uuid() }),
  output: privacyRequestShape,
  status: 202,
  run: async (ctx, input) => showPrivacyRequest(await erase(ctx, input)),
});
