import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { buildClientSchema, execute, type GraphQLSchema, isScalarType, parse, validate } from "graphql";
import { z } from "zod";
import { demo, type RunningSandbox } from "../../sandbox/index.ts";
import { customerPayload } from "../../sandbox/shopify/payloads/customer.ts";
import { draftPayload, productPayload } from "../../sandbox/shopify/payloads/draft.ts";
import {
  fulfillmentPayload,
  orderPayload,
  refundPayload,
  transactionPayload,
} from "../../sandbox/shopify/payloads/order.ts";
import { returnPayload } from "../../sandbox/shopify/payloads/return.ts";
import { adminSchema, apiVersion } from "../../sandbox/shopify/schema.ts";
import type { Shop } from "../../sandbox/shopify/state.ts";
import type { Check } from "./check.ts";
import { changes } from "./shopify-changes.ts";
import { queries } from "./shopify-queries.ts";
import { typeProblems } from "./shopify-types.ts";
import { wholeOf, wholes } from "./shopify-whole.ts";

const answer = z.object({ data: z.unknown(), errors: z.unknown().optional() });

/** Our part of the schema inside the official one; every query valid there, every answer one it could have given. */
export async function shopifyChecks(running: RunningSandbox, dataDir: string): Promise<Check[]> {
  const folder = join(dataDir, "shopify");
  const official = officialSchema(folder);
  const served = Object.values(adminSchema().getTypeMap()).filter(({ name }) => !name.startsWith("__"));
  const types = served.map((type) => ({ name: `shopify type ${type.name}`, problems: typeProblems(type, official) }));
  const answers: Check[] = [];
  const all = { ...queries, ...changes, ...wholeQueries(official) };
  giveAllPoints(running);
  for (const [name, document] of Object.entries(all)) {
    answers.push({ name: `shopify query ${name}`, problems: await queryProblems(running.url, official, document) });
  }
  return [...types, ...answers, ...webhookChecks(running, folder)];
}

function wholeQueries(official: GraphQLSchema): Record<string, string> {
  return Object.fromEntries(
    Object.entries(wholes).map(([name, { from, type, depth }]) => [
      `${name} in full`,
      `{ ${from} ${wholeOf(official, type, depth)} }`,
    ]),
  );
}

/** What is asked for here no shop would answer at once. */
function giveAllPoints({ state }: RunningSandbox): void {
  const points = 1_000_000_000;
  const bucket = { size: points, available: points, largestQuery: points };
  for (const shop of state.shops.values()) Object.assign(shop.bucket, bucket);
}

function officialSchema(folder: string): GraphQLSchema {
  const name = readdirSync(folder).find((each) => each.startsWith(`admin_graphql_${apiVersion}.introspection.json`));
  if (!name) throw new Error(`There is no introspection of the Admin API ${apiVersion} in ${folder}`);
  const bytes = readFileSync(join(folder, name));
  const text = (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  const schema = buildClientSchema(JSON.parse(text).data, { assumeValid: true });
  for (const [scalar, form] of Object.entries(forms)) {
    const type = schema.getType(scalar);
    if (isScalarType(type)) type.coerceOutputValue = (value: unknown) => demandForm(scalar, form, value);
  }
  return schema;
}

const forms: Record<string, RegExp> = {
  DateTime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
  Decimal: /^-?\d+\.\d+$/,
  Money: /^-?\d+\.\d+$/,
  Date: /^\d{4}-\d\d-\d\d$/,
  URL: /^https?:\/\/\S+$/,
  UnsignedInt64: /^\d+$/,
};

function demandForm(scalar: string, form: RegExp, value: unknown): unknown {
  if (typeof value === "string" && form.test(value)) return value;
  throw new Error(`${JSON.stringify(value)} is no ${scalar}`);
}

async function queryProblems(url: string, official: GraphQLSchema, source: string): Promise<string[]> {
  const document = parse(source);
  const invalid = validate(official, document).map(({ message }) => message);
  const response = await fetch(`${url}/shopify/${demo.shop.domain}/admin/api/${apiVersion}/graphql.json`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-shopify-access-token": demo.shop.accessToken },
    body: JSON.stringify({ query: source }),
  });
  const { data, errors } = answer.parse(await response.json());
  if (errors) return [...invalid, `answered with errors: ${JSON.stringify(errors)}`];
  return [...invalid, ...(await answerProblems(official, source, data))];
}

/** Executes the query once more on the official schema with the answer as its source: whatever does not fit is an error. */
async function answerProblems(schema: GraphQLSchema, source: string, data: unknown): Promise<string[]> {
  const again = await execute({
    ...{ schema, document: parse(source), rootValue: data },
    fieldResolver: (parent: unknown, _args, _context, { path }) =>
      typeof parent === "object" && parent !== null
        ? Object.entries(parent).find(([key]) => key === path.key)?.[1]
        : undefined,
  });
  const problems = (again.errors ?? []).map(({ message, path }) => `${path?.join(".")}: ${message}`);
  const isSame = JSON.stringify(again.data) === JSON.stringify(data);
  return problems.length > 0 || isSame ? problems : ["the answer holds more or less than was asked for"];
}

/** Webhook payloads may leave fields out, but name none that Shopify's examples do not have. */
function webhookChecks({ state }: RunningSandbox, folder: string): Check[] {
  const shop = state.shops.get(demo.shop.domain);
  const examples = join(folder, "webhooks-2026-07/examples");
  if (!shop || !existsSync(examples)) return [];
  const example = (topic: string) =>
    JSON.parse(readFileSync(join(examples, `${topic.replace("/", "__")}.json`), "utf8"));
  return payloadsOf(shop).map(({ topic, about, payload }) => ({
    name: `shopify webhook ${topic} ${about}`,
    problems: unknownFields(payload, example(topic)),
  }));
}

function payloadsOf(shop: Shop): { topic: string; about: string; payload: unknown }[] {
  const ofOrders = shop.orders.flatMap((order) => {
    const about = `#${order.number}`;
    return [
      { topic: "orders/updated", about, payload: orderPayload(order, shop) },
      ...order.refunds.map((row) => ({ topic: "refunds/create", about, payload: refundPayload(row, order, shop) })),
      ...order.fulfillments.map((row) => ({
        topic: "fulfillments/update",
        about,
        payload: fulfillmentPayload(row, order),
      })),
      ...order.transactions.map((row) => ({
        ...{ topic: "order_transactions/create", about, payload: transactionPayload(row, order, shop) },
      })),
      ...order.returns.map((row) => ({ topic: "returns/approve", about, payload: returnPayload(row, order) })),
    ];
  });
  return [
    ...ofOrders,
    ...shop.customers.map((row) => ({
      topic: "customers/update",
      about: String(row.id),
      payload: customerPayload(row, shop),
    })),
    ...shop.drafts.map((row) => ({
      topic: "draft_orders/update",
      about: `#D${row.number}`,
      payload: draftPayload(row, shop),
    })),
    ...shop.products.map((row) => ({ topic: "products/update", about: row.title, payload: productPayload(row, shop) })),
  ];
}

function unknownFields(ours: unknown, theirs: unknown, at = ""): string[] {
  if (typeof ours !== "object" || ours === null || theirs === null || theirs === undefined) return [];
  if (Array.isArray(ours))
    return Array.isArray(theirs) && theirs.length > 0
      ? ours.flatMap((each) => unknownFields(each, theirs[0], `${at}[]`))
      : [];
  const known = new Map(Object.entries(theirs));
  return Object.entries(ours).flatMap(([key, value]) => {
    if (!known.has(key)) return [`${at}.${key} is in no example`];
    return unknownFields(value, known.get(key), `${at}.${key}`);
  });
}
