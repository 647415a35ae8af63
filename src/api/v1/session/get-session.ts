import { z } from "zod";
import { AppError } from "../../../platform/errors.ts";
import { endpoint } from "../../endpoint.ts";
import { sessionShape, showSession } from "./session-shape.ts";

export const getSession = endpoint({
  method: "get",
  path: "/v1/session",
  scope: "session",
  summary: "Who is logged in",
  tag: "Session",
  input: z.object({}),
  output: sessionShape,
  async run(_ctx, _input, { db, browser }) {
    if (!browser.login) throw new AppError("unauthenticated", "Nobody is logged in");
    return showSession(db, browser.login);
  },
});
