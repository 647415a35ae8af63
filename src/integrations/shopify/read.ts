import { isUtf8 } from "node:buffer";
import { hash } from "node:crypto";
import { z } from "zod";
import type { RawRequest, Webhook } from "../contract.ts";
import { shopId } from "./lifecycle.ts";

const shopTopics: ReadonlyMap<string, string> = new Map([
  ...(["shop/update", "app/uninstalled"] as const).map((topic) => [topic, "id"] as const),
  ...(["customers/data_request", "customers/redact", "shop/redact"] as const).map(
    (topic) => [topic, "shop_id"] as const,
  ),
]);

export const account: Webhook["account"] = ({ headers }) =>
  headers["x-shopify-shop-domain"]?.trim().toLowerCase() || null;

/** What tells of the shop itself says its id, and so does what is asked in somebody's name. */
export const externalId: Webhook["externalId"] = ({ headers, body }) => {
  const topic = headers["x-shopify-topic"] ?? "";
  const named = shopTopics.get(topic);
  if (!named) return null;
  const said = z.record(z.string(), z.unknown()).safeParse(readValue(body.toString("utf8"), false));
  const id = said.data?.[named];
  return typeof id === "number" ? shopId(String(id)) : null;
};

/**
 * One delivery a request. Shopify keeps X-Shopify-Webhook-Id over its retries, and X-Shopify-Event-Id over several
 * subscriptions to one event, so it is known by the event, its topic and what it is about. It promises no order: what
 * a delivery says is a hint to ask again, so deliveries of one topic may be ingested one after another as they came.
 */
export const read: Webhook["read"] = (request) => {
  const { headers, body } = request;
  const topic = headers["x-shopify-topic"] ?? "";
  const triggeredAt = headers["x-shopify-triggered-at"] ?? null;
  const { resource, ...said } = parsed(request);
  const content =
    "json" in said
      ? { json: enclosed({ topic, triggeredAt }, said.json) }
      : { payload: { topic, triggeredAt, body: said.value } };
  const eventId = headers["x-shopify-event-id"];
  const externalId = eventId
    ? hashOf(`${eventId} ${topic} ${resource ?? hashOf(body)}`)
    : (headers["x-shopify-webhook-id"] ?? hashOf(body));
  return [{ externalId, orderingKey: `${account(request)}:${topic}`, ...content }];
};

const objectEnds = Buffer.from("}");

/** An object of JSON with one field more, `body`, whose bytes are taken as they are. */
function enclosed(head: object, body: Buffer): Buffer[] {
  return [Buffer.from(`${JSON.stringify(head).slice(0, -1)},"body":`), body, objectEnds];
}

function hashOf(content: string | Buffer): string {
  return hash("sha256", content, "hex");
}

/** One event may be about several things of a kind; subscriptions may differ in what they tell of each. */
function resourceOf(body: unknown): string | null {
  if (typeof body !== "object" || body === null) return null;
  const { admin_graphql_api_id: globalId, id }: { admin_graphql_api_id?: unknown; id?: unknown } = body;
  return typeof globalId === "string" ? globalId : typeof id === "number" ? String(id) : null;
}

/** NUL, half of a character, or a number with more digits than JavaScript is sure to hold; each is quickly ruled out. */
function needsCare(body: Buffer): boolean {
  return hasLongNumber(body) || (body.includes("\\u") && /\\u(?:0000|d[89a-f])/i.test(body.toString("latin1")));
}

const tooLong = 16;

/** A run of so many digits covers one of the places that lie as far apart: nothing between them needs to be looked at. */
function hasLongNumber(body: Buffer): boolean {
  for (let at = tooLong - 1; at < body.length; at += tooLong) {
    let [from, to] = [at, at];
    while (isDigit(body[to])) to++;
    while (to > at && isDigit(body[from - 1])) from--;
    if (to - from >= tooLong) return true;
  }
  return false;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** How what Shopify tells of a record begins: by its global id nothing needs to be read to know which it is. */
const begins = /^\{"(?:id":\d{1,15},")?admin_graphql_api_id":"(gid:\/\/shopify\/\w+\/\d+)"/;
const longestBeginning = 200;

/**
 * What was said, as its bytes where nothing has to be done to it, and which record it is about. Signed but not JSON: kept as
 * null. NUL is taken out: PostgreSQL refuses it. Whole numbers that JavaScript cannot hold exactly stay text: they are
 * ids.
 */
function parsed({ body }: RawRequest): ({ json: Buffer } | { value: unknown }) & { resource: string | null } {
  const careful = !isUtf8(body) || needsCare(body);
  const known = careful ? undefined : begins.exec(body.toString("latin1", 0, longestBeginning))?.[1];
  if (known && body.at(-1) === objectEnds[0]) return { json: body, resource: known };
  const value = readValue(body.toString("utf8"), careful);
  const resource = resourceOf(value);
  return careful || value === null ? { value, resource } : { json: body, resource };
}

function readValue(text: string, careful: boolean): unknown {
  try {
    // Looking at each value costs ten times as much as reading them all.
    if (!careful) return JSON.parse(text);
    return parse(text, (_key, one, { source }) => {
      if (typeof one === "string") return one.replaceAll("\0", "").toWellFormed();
      const isId = typeof one === "number" && !Number.isSafeInteger(one) && /^-?\d+$/.test(source ?? "");
      return isId ? source : one;
    });
  } catch {
    return null;
  }
}

/** The types of our TypeScript do not know yet what a reviver is told of the source. */
const parse = JSON.parse as (
  text: string,
  reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
) => unknown;
