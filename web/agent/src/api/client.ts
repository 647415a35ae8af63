import createClient, { type Middleware } from "openapi-fetch";
import { offline, Problem, toProblem } from "./problem.ts";
import type { paths } from "./schema.d.ts";

let csrfToken: string | null = null;
let whenSignedOut: () => void = () => {};
let whenForbidden: () => void = () => {};

/** The token of the session's answer; sent with everything but GET. */
export function rememberCsrfToken(session: { csrfToken: string } | null): void {
  csrfToken = session?.csrfToken ?? null;
}

/** `listener` runs when any call finds that nobody is logged in. */
export function onSignedOut(listener: () => void): void {
  whenSignedOut = listener;
}

/** `listener` runs when a change was forbidden: the role may be another now, or the session's token. */
export function onForbidden(listener: () => void): void {
  whenForbidden = listener;
}

const session: Middleware = {
  onRequest({ request }) {
    if (request.method !== "GET" && csrfToken) request.headers.set("x-csrf-token", csrfToken);
    return request;
  },
  onResponse({ request, response, schemaPath }) {
    if (response.status === 401 && schemaPath !== "/v1/session") whenSignedOut();
    if (response.status === 403 && request.method !== "GET") whenForbidden();
  },
};

export const api = createClient<paths>({ baseUrl: "", credentials: "same-origin" });
api.use(session);

/**
 * The data of a call.
 * @throws Problem when the server refused or could not be reached.
 */
export async function answer<Data>(
  call: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<NonNullable<Data>> {
  const { data, error, response } = await reached(call);
  if (!response.ok || data === undefined || data === null) throw toProblem(response.status, error);
  return data;
}

/** Like `answer`, for calls that return nothing. */
export async function done(call: Promise<{ error?: unknown; response: Response }>): Promise<void> {
  const { error, response } = await reached(call);
  if (!response.ok) throw toProblem(response.status, error);
}

/** Like `answer`, with null for a row that does not exist. */
export async function answerOrNull<Data>(
  call: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<NonNullable<Data> | null> {
  try {
    return await answer(call);
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return null;
    throw error;
  }
}

async function reached<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof TypeError) throw offline();
    throw error;
  }
}
