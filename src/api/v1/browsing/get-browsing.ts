import { z } from "zod";
import { getBrowsing as get } from "../../../domain/browsing/index.ts";
import { endpoint } from "../../endpoint.ts";
import { browsingShape, showBrowsing } from "./browsing-shape.ts";

export const getBrowsing = endpoint({
  method: "get",
  path: "/v1/conversations/:conversationId/browsing",
  scope: "conversations:read",
  summary: "Show what the customer has in the cart and looks at",
  tag: "Conversations",
  input: z.object({ conversationId: z.uuid() }),
  output: browsingShape,
  run: async (ctx, { conversationId }) => showBrowsing(await get(ctx, conversationId)),
});
