import { z } from "zod";
import { endpoint, nothing } from "../../endpoint.ts";

export const deleteSession = endpoint({
  method: "delete",
  path: "/v1/session",
  scope: "session",
  summary: "Log out",
  description: "Ends the session and cuts its live connections.",
  tag: "Session",
  input: z.object({}),
  output: nothing,
  run: async (_ctx, _input, { browser }) => browser.logOut(),
});
