import type { Readable } from "node:stream";
import { z } from "zod";
import type { Permission } from "../domain/access/index.ts";
import type { Shopper } from "../domain/chats/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import type { Database } from "../platform/db.ts";
import { InvalidInput } from "./errors.ts";
import type { FileLinks } from "./file-links.ts";
import type { Page, PageRequest } from "./pages.ts";
import type { Browser } from "./sessions.ts";
import type { ShopperTokens } from "./shoppers.ts";

/**
 * "public": anyone. "session": a person who is logged in. "page": anyone, from a page of any site; "shopper": who chats
 * there, by the token of her session. Otherwise the permission that a person or API key needs.
 */
export type Scope = "public" | "session" | "page" | "shopper" | Permission;

/** Asked by pages of other sites: cookies are neither read nor set, so that there is nothing they could make use of. */
export function isForPages(scope: Scope): scope is "page" | "shopper" {
  return scope === "page" || scope === "shopper";
}

/** What an endpoint may use besides its context and input. */
export interface Call {
  db: Database;
  /** The login of this browser; only for the endpoints of the session itself. */
  browser: Browser;
  /** Pages through a list of this route. */
  page<P>(request: PageRequest<P>): Page<P>;
  fileLinks: FileLinks;
  /** Only for endpoints that pages of shops ask. */
  chat: { tokens: ShopperTokens; shopper: Shopper | null };
  /** The request's body, unread, where the endpoint takes a file. `statedBytes` is 0 when the client did not say. */
  body: { content: Readable; statedBytes: number };
}

type Nobody = "public" | "page" | "shopper";

interface Definition<S extends Scope, I extends z.ZodObject, O extends z.ZodType> {
  method: "get" | "post" | "put" | "patch" | "delete";
  /** Express form: /v1/conversations/:conversationId */
  path: `/v1/${string}`;
  scope: S;
  summary: string;
  description?: string;
  tag: string;
  /** "file": the body is a file, and everything else stands in the query. Default JSON, where there is a body. */
  takes?: "file";
  /** Path parameters, and the query (GET, DELETE) or the body (POST, PUT, PATCH). Anything else is refused. */
  input: I;
  /** What is not named here does not leave. `nothing` for an answer without a body. */
  output: O;
  /** Content types of the answer, where `output` is a `file`. Default JSON. */
  media?: readonly string[];
  /** Of the answer when all goes well. Default 200, or 204 without a body. */
  status?: 200 | 201 | 202 | 204;
  /** Asked for again and again: its answers may be remembered until something happens in the workspace. */
  remembered?: true;
  /** Statuses of problems this endpoint has beyond the usual ones. */
  problems?: readonly number[];
  run(ctx: S extends Nobody ? null : Context, input: z.output<I>, call: Call): Promise<z.input<O>>;
}

/** One route: its contract, and the code behind it. */
export interface Endpoint extends Omit<Definition<Scope, z.ZodObject, z.ZodType>, "run" | "status"> {
  status: number;
  /**
   * Parses, runs, parses again.
   * @param ctx null for public endpoints.
   * @throws InvalidInput; what the verbs throw; ZodError when the answer breaks the contract, which is a bug.
   */
  respond(ctx: Context | null, raw: unknown, call: Call): Promise<unknown>;
}

/** The answer of an endpoint that has nothing to say. */
export const nothing = z.void();

export function endpoint<S extends Scope, I extends z.ZodObject, O extends z.ZodType>(
  definition: Definition<S, I, O>,
): Endpoint {
  const { run, ...contract } = definition;
  const input = definition.input.strict();
  return {
    ...contract,
    input,
    // `nothing` is the one output without a body, so identity tells them apart.
    status: definition.status ?? (isNothing(definition.output) ? 204 : 200),
    async respond(ctx, raw, call) {
      // Mounting gives a context to every scope but these, which is what the type of `run` says.
      const known = ctx as S extends Nobody ? null : Context;
      return definition.output.parse(await run(known, parseInput<I>(input, raw), call));
    },
  };
}

export function isNothing(output: z.ZodType): boolean {
  return output === nothing;
}

/** Whether the input stands in the body instead of the query. */
export function takesBody({ method, takes }: Pick<Endpoint, "method" | "takes">): boolean {
  return takes !== "file" && (method === "post" || method === "put" || method === "patch");
}

/** The names of the parameters in a path. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!);
}

function parseInput<I extends z.ZodObject>(input: z.ZodObject, raw: unknown): z.output<I> {
  refuseUnstorable(raw);
  const parsed = input.safeParse(raw);
  // `strict()` changes what is refused, not what comes out.
  if (parsed.success) return parsed.data as z.output<I>;
  throw new InvalidInput(
    parsed.error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join("."), message })),
  );
}

/** NUL and lone surrogates are valid JSON but no text in PostgreSQL. Without recursion: nesting may be deep. */
function refuseUnstorable(raw: unknown): void {
  const waiting: unknown[] = [raw];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === "string" && (value.includes("\0") || !value.isWellFormed())) {
      throw new InvalidInput([{ path: "", message: "Text may not hold NUL or broken Unicode" }]);
    }
    if (typeof value === "object" && value !== null) {
      for (const [key, inner] of Object.entries(value)) waiting.push(key, inner);
    }
  }
}
