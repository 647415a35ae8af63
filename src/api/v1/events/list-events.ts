import { z } from "zod";
import { listEvents as list } from "../../../domain/events/index.ts";
import { endpoint } from "../../endpoint.ts";

const eventShape = z
  .object({
    id: z.uuid(),
    seq: z.number().int().describe("Counts from 1 without gaps; the order of commits."),
    name: z.string(),
    data: z.record(z.string(), z.unknown()),
    actor: z.record(z.string(), z.unknown()),
    cause: z.record(z.string(), z.unknown()).nullable(),
    at: z.iso.datetime(),
  })
  .meta({ id: "Event" });

export const listEvents = endpoint({
  method: "get",
  path: "/v1/events",
  scope: "events:read",
  summary: "Read what happened after a sequence number",
  description: "Ask again with the last `seq` until it equals `head`.",
  tag: "Events",
  input: z.object({
    after: z.coerce.number().int().min(0).default(0).describe("The last `seq` you have seen."),
    limit: z.coerce.number().int().min(1).max(100).default(100),
  }),
  output: z.object({ data: z.array(eventShape), head: z.number().int().describe("The newest `seq` there is.") }),
  async run(ctx, input) {
    const { events, head } = await list(ctx, input);
    return { data: events.map((event) => ({ ...event, at: event.createdAt.toISOString() })), head };
  },
});
