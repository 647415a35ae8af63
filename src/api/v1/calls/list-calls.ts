import { z } from "zod";
import { listCalls as list } from "../../../domain/calls/index.ts";
import { endpoint } from "../../endpoint.ts";
import { InvalidInput } from "../../errors.ts";
import { listOf, momentAndId, pageInput } from "../../pages.ts";
import { callShape, showCall } from "./call-shape.ts";

export const listCalls = endpoint({
  method: "get",
  path: "/v1/calls",
  scope: "conversations:read",
  summary: "List calls, newest first",
  tag: "Calls",
  input: z.object({
    state: z.enum(["live", "ended"]).optional().describe("live: those that wait or go on. Absent: all."),
    conversationId: z.uuid().optional(),
    mine: z.literal("true").optional().describe("Those that ring oneself, or that one is in."),
    ...pageInput,
  }),
  output: listOf(callShape),
  async run(ctx, { state, conversationId, mine, limit, cursor }, call) {
    if (mine && ctx.actor.type !== "member") {
      throw new InvalidInput([{ path: "mine", message: "`mine` is for a person who is logged in" }]);
    }
    const filters = { state: state ?? null, conversationId: conversationId ?? null, mine: mine ?? null };
    const page = call.page({ limit, cursor, filters, position: momentAndId });
    const rows = await list(ctx, {
      limit: page.ask,
      ...(state && { state }),
      ...(conversationId && { conversationId }),
      ...(mine && ctx.actor.type === "member" && { ofMember: ctx.actor.id }),
      ...(page.after && { before: { startedAt: new Date(page.after[0]), id: page.after[1] } }),
    });
    return page.of(rows, showCall, ({ startedAt, id }) => [startedAt.toISOString(), id]);
  },
});
