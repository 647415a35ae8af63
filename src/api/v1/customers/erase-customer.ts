import { z } from "zod";
import { eraseCustomer as erase, previewErasure } from "../../../domain/privacy/index.ts";
import { endpoint } from "../../endpoint.ts";
import { erasureReason, erasureShape, showErasure, showPreview } from "./erasure-shape.ts";

export const eraseCustomer = endpoint({
  method: "post",
  path: "/v1/customers/:customerId/erasure",
  scope: "customers:erase",
  summary: "Erase a person everywhere",
  description:
    "It cannot be undone. Name, addresses and orders are gone with the answer; conversations, messages, files and raw " +
    "payloads follow in a job, which GET of the same path tells the progress of. Whoever writes from the same address " +
    "later is a new customer. `dryRun` changes nothing and tells what would go. Asking again returns the same erasure. Whoever was merged into her goes with her; 409 with `details.reason` `merged` for who was merged into another.",
  tag: "Customers",
  status: 202,
  input: z.object({ customerId: z.uuid(), reason: erasureReason, dryRun: z.boolean().default(false) }),
  output: erasureShape,
  problems: [409],
  async run(ctx, { customerId, reason, dryRun }) {
    if (!dryRun) return showErasure(await erase(ctx, { customerId, reason }));
    return showPreview({ customerId, reason, found: await previewErasure(ctx, { customerId }) });
  },
});
