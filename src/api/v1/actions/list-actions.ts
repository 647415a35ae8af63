import { z } from "zod";
import { listActions as list } from "../../../domain/actions/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, pageInput } from "../../pages.ts";
import { actionShape, actionState, showActions } from "./action-shape.ts";

export const listActions = endpoint({
  method: "get",
  path: "/v1/actions",
  scope: "actions:read",
  summary: "List what was asked of the shops, newest first",
  description:
    "Of an order, a conversation or a customer, or all. `state=awaiting_approval` with `mine=true` is what waits for the " +
    "caller's own decision.",
  tag: "Actions",
  input: z.object({
    orderId: z.uuid().optional(),
    conversationId: z.uuid().optional(),
    customerId: z.uuid().optional(),
    state: actionState.optional(),
    mine: z.enum(["true", "false"]).default("false").describe("Only what the caller may decide about."),
    ...pageInput,
  }),
  output: listOf(actionShape),
  async run(ctx, { limit, cursor, mine, state, ...about }, call) {
    const filters = { mine, state, ...about };
    const page = call.page({ limit, cursor, filters, position: z.uuid() });
    const rows = await list(ctx, {
      ...{ limit: page.ask, mine: mine === "true", ...about },
      ...(state !== undefined && { states: [state] }),
      ...(page.after !== undefined && { after: page.after }),
    });
    return page.of(rows, await showActions(ctx, rows), (row) => row.id);
  },
});
