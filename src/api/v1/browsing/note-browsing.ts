import { z } from "zod";
import { noteBrowsing as note } from "../../../domain/browsing/index.ts";
import { endpoint } from "../../endpoint.ts";
import { browsingInput, browsingShape, showBrowsing } from "./browsing-shape.ts";

export const noteBrowsing = endpoint({
  method: "put",
  path: "/v1/conversations/:conversationId/browsing",
  scope: "conversations:write",
  summary: "Tell what the customer has in the cart and looks at",
  description:
    "For the storefront: the cart and the last pages, whole each time; agents see it beside the orders at once. Safe to " +
    "repeat and in any order. Answers what is known now.",
  tag: "Conversations",
  input: z.object({ conversationId: z.uuid(), ...browsingInput }),
  output: browsingShape,
  run: async (ctx, { seenAt, ...told }) => showBrowsing(await note(ctx, { ...told, seenAt: new Date(seenAt) })),
});
