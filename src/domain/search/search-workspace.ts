import { now } from "../../platform/clock.ts";
import { inWorkspaces, type RawSql } from "../../platform/db.ts";
import { AppError } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { type Context, sightOf } from "../workspaces/index.ts";
import { createAdmission } from "./admission.ts";
import { findConversations } from "./find-conversations.ts";
import { findThings } from "./find-things.ts";
import { beginningsOf, guessWords } from "./guess-words.ts";
import type { Hit } from "./hits.ts";
import { type OpenSearch, openSearch } from "./open-search.ts";
import { bounds, type ParsedQuery, parseQuery } from "./parse-query.ts";
import { type Guesses, noGuesses, type Worded, wordQuery } from "./question.ts";
import type { Stream } from "./tables.ts";
import { firstSize, type SearchPosition } from "./walk.ts";

export interface Search {
  query: string;
  /** Absent: the best few customers and orders, then conversations. */
  type?: Stream;
  after?: SearchPosition;
  limit: number;
}

export interface SearchPage {
  hits: Hit[];
  /** Null: that was all. A page may be short and still go on. */
  next: SearchPosition | null;
  /** Nothing has these words: they were read as beginnings of words, and as typing mistakes. */
  guessed: boolean;
}

const admission = createAdmission();
/** Of customers and of orders, beside conversations. */
const fewBeside = 5;

/**
 * Finds conversations, messages, customers and orders of the workspace. What the actor may not read is not looked for.
 * On connections of its own, with little time each, so that whatever is asked, the inbox stays quick.
 *
 * @throws AppError("invalid_input") with the place of what cannot be understood; "provider_unavailable" with
 * `details.reason` "too_heavy" when it takes too long; "limit_exceeded" when too many search at once.
 */
export async function searchWorkspace(ctx: Context, search: Search): Promise<SearchPage> {
  allow(ctx, permissionOf(search.type));
  if (search.query.length > bounds.characters) {
    throw new AppError("invalid_input", `A search has at most ${bounds.characters} characters`);
  }
  const parsed = parseQuery(search.query);
  const asksSomething = parsed.words.some(({ not }) => !not) || parsed.fields.length > 0;
  if (!asksSomething) {
    if (parsed.words.length === 0) return { hits: [], next: null, guessed: false };
    throw new AppError("invalid_input", "Say also what to look for, not only what to leave out", {
      details: { reason: "query", position: 0, length: search.query.length },
    });
  }
  return admission.admit(ctx.workspaceId, () =>
    inWorkspaces(ctx.db.search, sightOf(ctx), (sql) => answer(sql, ctx, parsed, search)).catch(sayTooHeavy),
  );
}

const permissionOfStream = {
  message: "conversations:read",
  conversation: "conversations:read",
  customer: "customers:read",
  order: "orders:read",
} as const;

function permissionOf(type: Stream | undefined) {
  return permissionOfStream[type ?? "conversation"];
}

async function answer(sql: RawSql, ctx: Context, parsed: ParsedQuery, search: Search): Promise<SearchPage> {
  const at = await openSearch(sql, ctx, parsed);
  const exactly = { ...noGuesses, beginnings: await beginningsOf(sql, ctx.workspaceId, parsed) };
  const { after } = search;
  if (after?.guessed) return page(at, search, await guess(at), after);
  const { top } = at;
  const first = after ?? { askedAt: now().getTime(), top, below: top, size: firstSize, last: null, guessed: false };
  const found = await page(at, search, exactly, first);
  if (found.hits.length > 0 || found.next || after) return found;
  const guesses = await guess(at);
  const hasGuesses = [...guesses.beginnings.values(), ...guesses.similar.values()].some((words) => words.length > 0);
  return hasGuesses ? page(at, search, guesses, { ...first, guessed: true }) : found;
}

function guess({ sql, ctx, parsed, stemsOf }: OpenSearch): Promise<Guesses> {
  return guessWords(sql, ctx.workspaceId, parsed, (word) => stemsOf(word, word));
}

async function page(at: OpenSearch, search: Search, guesses: Guesses, from: SearchPosition): Promise<SearchPage> {
  const worded = wordQuery(at.parsed, at.languages, at.stemsOf, guesses);
  const { type, limit, after } = search;
  const each = type === "message";
  const { guessed } = from;
  if (type === "customer" || type === "order") return { ...(await findThings(at, type, worded, from, limit)), guessed };
  if (type || after) return { ...(await findConversations(at, worded, from, { each, limit })), guessed };
  const beside = await findBeside(at, worded, from, limit);
  const left = limit - beside.length;
  // What does not fit beside them begins on the next page.
  const rest = left > 0 ? await findConversations(at, worded, from, { each, limit: left }) : { hits: [], next: from };
  return { hits: [...beside, ...rest.hits], next: rest.next, guessed };
}

/** The best few customers and orders, exact ones first, as far as the actor may read them. */
async function findBeside(at: OpenSearch, worded: Worded, from: SearchPosition, limit: number): Promise<Hit[]> {
  const found: Hit[] = [];
  for (const type of ["customer", "order"] as const) {
    if (may(at.ctx, permissionOfStream[type]))
      found.push(...(await findThings(at, type, worded, from, fewBeside)).hits);
  }
  const isExact = (hit: Hit) => "exact" in hit && hit.exact;
  return [...found.filter(isExact), ...found.filter((hit) => !isExact(hit))].slice(0, limit);
}

function may({ permissions }: Context, permission: string): boolean {
  return permissions === "all" || permissions.has(permission);
}

const canceled = "57014";

function sayTooHeavy(error: unknown): never {
  if (error instanceof Error && "code" in error && error.code === canceled) {
    throw new AppError(
      "provider_unavailable",
      "This search takes too long. Narrow it: add a word, a field such as from: or tag:, or a date with after:",
      { cause: error, details: { reason: "too_heavy" } },
    );
  }
  throw error;
}
