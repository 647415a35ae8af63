import { AppError, ProviderRejected } from "../../platform/errors.ts";
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

/** @throws ProviderRejected for what a server names and nobody may be sent to. */
export function refuseAddress(text: string): void {
  if (!URL.canParse(text) || !isSafe(new URL(text)))
    throw new ProviderRejected("The server names an address that does not begin with https://");
}

function isSafe({ origin, protocol }: URL): boolean {
  const isOurs = toolServerConfig().TOOL_SERVER_ORIGINS.some((known) => new URL(known).origin === origin);
  return protocol === "https:" || isOurs;
}

function problemOf(text: string): string | null {
  if (!URL.canParse(text)) return `"${text.slice(0, 200)}" is no address of a server: say where calls are to go`;
  const url = new URL(text);
  const { username, password, search, hash } = url;
  if (!isSafe(url)) return "The address of the server must begin with https://";
  if (username || password) return "The address must not hold a name or a password";
  return search || hash ? "The address must end before ? and #" : null;
}
