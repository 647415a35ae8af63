import type { Endpoint } from "../../endpoint.ts";
import { changePassword } from "./change-password.ts";
import { createSession } from "./create-session.ts";
import { deleteSession } from "./delete-session.ts";
import { getSession } from "./get-session.ts";

/** Who is logged in in a browser. */
export const sessionEndpoints: Readonly<Record<string, Endpoint>> = {
  createSession,
  getSession,
  deleteSession,
  changePassword,
};
