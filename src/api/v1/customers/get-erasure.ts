import { z } from "zod";
import { getErasure as get } from "../../../domain/privacy/index.ts";
import { endpoint } from "../../endpoint.ts";
import { erasureShape, showErasure, showPreview } from "./erasure-shape.ts";

export const getErasure = endpoint({
  method: "get",
  path: "/v1/customers/:customerId/erasure",
  scope: "customers:erase",
  summary: "Read how far the erasure of a person is",
  description: "It stays when the customer is gone. Before anybody asked for one it is a preview: what would go.",
  tag: "Customers",
  input: z.object({ customerId: z.uuid() }),
  output: erasureShape,
  async run(ctx, { customerId }) {
    const known = await get(ctx, { customerId });
    return "erasure" in known
      ? showErasure(known.erasure)
      : showPreview({ customerId, found: known.found, reason: null });
  },
});
