import { setTimeout as wait } from "node:timers/promises";
import { GraphQLError, type GraphQLResolveInfo, getDirectiveValues } from "graphql";
import { now } from "../../src/platform/clock.ts";
import type { Shop } from "./state.ts";

/** Mutations that are refused without a key since 2026-04. Source: their descriptions in the schema. */
const needKey = new Set([
  ...["refundCreate", "inventoryActivate", "inventoryAdjustQuantities", "inventoryMoveQuantities"],
  ...["inventorySetOnHandQuantities", "inventorySetQuantities", "locationActivate", "locationDeactivate"],
]);
const keptMs = 86_400_000;

/**
 * Carries out a mutation. One that takes a key is carried out once per key: asked again the same way it answers with
 * what was made then, as that is now; what failed may be tried again under its key.
 * Source: https://shopify.dev/docs/api/usage/implementing-idempotency
 */
export async function mutate(
  act: () => unknown,
  args: unknown,
  shop: Shop,
  info: GraphQLResolveInfo,
): Promise<unknown> {
  const key = needKey.has(info.fieldName) ? keyOf(info) : null;
  if (key === null) return actSlowly(act, shop);
  const asked = JSON.stringify([info.fieldName, sorted(args)]);
  const before = shop.answered.get(key);
  if (before && now().getTime() - before.atMs < keptMs) return again(before, asked);
  const record = { asked, atMs: now().getTime(), isDone: false, answer: null as unknown };
  shop.answered.set(key, record);
  try {
    record.answer = await actSlowly(act, shop);
    record.isDone = true;
  } finally {
    if (!record.isDone || hasErrors(record.answer)) shop.answered.delete(key);
  }
  return record.answer;
}

async function actSlowly(act: () => unknown, { slowMs }: Shop): Promise<unknown> {
  if (slowMs > 0) await wait(slowMs, undefined, { ref: false });
  return act();
}

function again(before: { asked: string; isDone: boolean; answer: unknown }, asked: string): unknown {
  if (before.asked !== asked) {
    throw refused(
      "IDEMPOTENCY_KEY_PARAMETER_MISMATCH",
      "The same idempotency key cannot be used with different operation parameters.",
    );
  }
  if (!before.isDone) {
    throw refused("IDEMPOTENCY_CONCURRENT_REQUEST", "This request is currently in progress, please try again.");
  }
  return before.answer;
}

function keyOf(info: GraphQLResolveInfo): string {
  const directive = info.schema.getDirective("idempotent");
  const [node] = info.fieldNodes;
  const given = directive && node ? getDirectiveValues(directive, node, info.variableValues) : undefined;
  if (typeof given?.key === "string" && given.key !== "") return given.key;
  throw refused("BAD_REQUEST", "The @idempotent directive is required for this mutation but was not provided.");
}

function refused(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

const hasErrors = (answer: unknown): boolean =>
  typeof answer === "object" &&
  answer !== null &&
  "userErrors" in answer &&
  Array.isArray(answer.userErrors) &&
  answer.userErrors.length > 0;

/** With the keys of every object in one order: the same parameters are the same text. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}
