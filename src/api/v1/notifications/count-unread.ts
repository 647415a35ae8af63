import { z } from "zod";
import { countUnread as count } from "../../../domain/notifications/index.ts";
import { endpoint } from "../../endpoint.ts";

export const unreadShape = z.object({ unread: z.number().int().max(100).describe("100 stands for 100 or more.") });

export const countUnread = endpoint({
  method: "get",
  path: "/v1/notifications/unread",
  scope: "session",
  summary: "Count what one has not looked at",
  tag: "Notifications",
  input: z.object({}),
  output: unreadShape,
  run: async (ctx) => ({ unread: await count(ctx) }),
});
