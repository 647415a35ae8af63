import { z } from "zod";
import { listSetAside } from "../../../domain/connections/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, pageInput } from "../../pages.ts";

const deliveryShape = z
  .object({
    id: z.uuid(),
    connectionId: z.uuid(),
    state: z.enum(["rejected", "ignored"]),
    reason: z.string().describe("Why, in words for a person."),
    receivedAt: z.iso.datetime(),
  })
  .meta({ id: "Delivery" });

export const listDeliveries = endpoint({
  method: "get",
  path: "/v1/deliveries",
  scope: "connections:read",
  summary: "List what came from a provider and became no message, newest first",
  description: "`rejected`: it could not be read or filed, and a person should look. `ignored`: it was not for us.",
  tag: "Connections",
  input: z.object({ state: z.enum(["rejected", "ignored"]).default("rejected"), ...pageInput }),
  output: listOf(deliveryShape),
  async run(ctx, { state, limit, cursor }, call) {
    const page = call.page({ limit, cursor, filters: { state }, position: z.uuid() });
    const after = page.after;
    const rows = await listSetAside(ctx, { state, limit: page.ask, ...(after !== undefined && { after }) });
    return page.of(
      rows,
      ({ createdAt, ...row }) => ({ ...row, state, receivedAt: createdAt.toISOString() }),
      (row) => row.id,
    );
  },
});
