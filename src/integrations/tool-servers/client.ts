import { AppError } from "../../platform/errors.ts";
import { createFetch, type Fetch } from "../../platform/http-client.ts";
import { toolServerConfig } from "./config.ts";

/** Of one answer. */
const mostAnswerBytes = 256 * 1024;
/** Of a document that describes a server. */
export const mostDocumentBytes = 1024 * 1024;

let made: { answers: Fetch; documents: Fetch } | undefined;

/** Redirects are not followed: what was let in here must not be sent on by whoever answers. */
export function toolServerFetch(what: "answers" | "documents"): Fetch {
  if (!made) {
    const { TOOL_SERVER_ORIGINS: allowedOrigins, TOOL_SERVER_TIMEOUT_MS: timeoutMs } = toolServerConfig();
    const open = (maxResponseBytes: number) => createFetch({ allowedOrigins, timeoutMs, maxResponseBytes });
    made = { answers: open(mostAnswerBytes), documents: open(mostDocumentBytes) };
  }
  return made[what];
}

/** The address calls go to, without a slash at its end. @throws AppError("invalid_input") */
export function baseUrlFrom(text: string): string {
  const problem = problemOf(text);
  if (problem) throw new AppError("invalid_input", problem, { details: { field: "baseUrl" } });
  const { origin, pathname } = new URL(text);
  return origin + pathname.replace(/\/+$/, "");
}

function problemOf(text: string): string | null {
  if (!URL.canParse(text)) return `"${text.slice(0, 200)}" is no address of a server: say where calls are to go`;
  const { origin, protocol, username, password, search, hash } = new URL(text);
  const isOurs = toolServerConfig().TOOL_SERVER_ORIGINS.some((known) => new URL(known).origin === origin);
  if (protocol !== "https:" && !isOurs) return "The address of the server must begin with https://";
  if (username || password) return "The address must not hold a name or a password";
  return search || hash ? "The address must end before ? and #" : null;
}
