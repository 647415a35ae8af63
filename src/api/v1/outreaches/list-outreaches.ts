import { z } from "zod";
import { listOutreaches as list } from "../../../domain/outreach/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, momentAndId, pageInput } from "../../pages.ts";
import { outreachShape, showOutreach } from "./outreach-shape.ts";

export const listOutreaches = endpoint({
  method: "get",
  path: "/v1/customers/:customerId/outreaches",
  scope: "conversations:read",
  summary: "List what a customer was or is to be written to unasked, newest first",
  description:
    "Each a reason of her own: a cart she left, goods she asked to be told of. What is planned, what chance kept from her, " +
    "what was not sent and why, and the turn where one was begun: that says whether it was sent. Of whom was merged into " +
    "her too. What stands in a conversation the caller cannot see is left out.",
  tag: "Customers",
  input: z.object({ customerId: z.uuid(), ...pageInput }),
  output: listOf(outreachShape),
  async run(ctx, { customerId, limit, cursor }, call) {
    const page = call.page({ limit, cursor, filters: { customerId }, position: momentAndId });
    const after = page.after && { createdAt: new Date(page.after[0]), id: page.after[1] };
    const rows = await list(ctx, { customerId, limit: page.ask, ...(after && { after }) });
    return page.of(rows, showOutreach, (row) => [row.createdAt.toISOString(), row.id]);
  },
});
