import { z } from "zod";
import { endpoint } from "../../endpoint.ts";
import { sessionShape, showSession } from "./session-shape.ts";

export const createSession = endpoint({
  method: "post",
  path: "/v1/session",
  scope: "public",
  summary: "Log in",
  description: "Sets the session cookie. A wrong password and an unknown email are answered alike.",
  tag: "Session",
  input: z.object({ email: z.email().max(320), password: z.string().min(1).max(500) }),
  output: sessionShape,
  status: 201,
  problems: [401, 403, 429],
  run: async (_ctx, input, { db, browser }) => showSession(db, await browser.logIn(input)),
});
