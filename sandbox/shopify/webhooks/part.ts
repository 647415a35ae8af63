import { connection, type PageArgs } from "../connection.ts";
import { gid } from "../gid.ts";
import type { Asking, Part } from "../part.ts";
import { apiVersion } from "../schema.ts";
import type { WebhookSubscription } from "./subscriptions.ts";

interface Input {
  uri?: string | null;
  callbackUrl?: string | null;
  name?: string | null;
  filter?: string | null;
  format?: "JSON" | "XML" | null;
  includeFields?: string[] | null;
  metafieldNamespaces?: string[] | null;
}
interface ListArgs extends PageArgs {
  topics?: string[] | null;
  uri?: string | null;
  callbackUrl?: string | null;
  format?: string | null;
}
const type = "WebhookSubscription";

/** Webhook subscriptions made through the Admin API. Source: https://shopify.dev/docs/apps/build/webhooks/subscribe */
export const webhooks: Part = {
  query: (asking) => ({
    webhookSubscription: ({ id }: { id: string }) => found(asking, id),
    webhookSubscriptions: (args: ListArgs) => connection(listed(asking, args).map(view), args),
    webhookSubscriptionsCount: () => ({ count: rowsOf(asking).length, precision: "EXACT" }),
  }),
  mutation: (asking) => ({
    webhookSubscriptionCreate: (args: { topic: string; webhookSubscription: Input }) => create(asking, args),
    webhookSubscriptionUpdate: (args: { id: string; webhookSubscription: Input }) => update(asking, args),
    webhookSubscriptionDelete: ({ id }: { id: string }) => remove(asking, id),
  }),
  nodes: (asking) => [[type, (id) => found(asking, id)]],
};

function rowsOf({ shop }: Asking): WebhookSubscription[] {
  return shop.installation.webhooks.rows;
}

function listed(asking: Asking, { topics, uri, callbackUrl, format }: ListArgs): WebhookSubscription[] {
  const address = uri ?? callbackUrl;
  return rowsOf(asking).filter(
    (row) =>
      (!topics || topics.includes(row.topic)) &&
      (!address || row.uri === address) &&
      (!format || row.format === format),
  );
}

function found(asking: Asking, id: string) {
  const row = rowsOf(asking).find((each) => gid(type, each.id) === id);
  return row ? view(row) : null;
}

function view(row: WebhookSubscription) {
  const { id, topic, uri, name, filter, format, includeFields, metafieldNamespaces, createdAt, updatedAt } = row;
  return {
    ...{ id: gid(type, id), legacyResourceId: String(id), topic, uri, callbackUrl: uri, name, filter, format },
    ...{ includeFields, metafieldNamespaces, metafields: [], createdAt, updatedAt },
    apiVersion: { handle: apiVersion, displayName: apiVersion, supported: true },
    endpoint: { __typename: "WebhookHttpEndpoint", callbackUrl: uri },
  };
}

function create(asking: Asking, { topic, webhookSubscription: input }: { topic: string; webhookSubscription: Input }) {
  const state = asking.shop.installation.webhooks;
  const at = seconds(asking);
  const given = { topic, ...fieldsOf(input, { uri: "" }) };
  const problem = problemWith(asking, given, null);
  if (problem) return { webhookSubscription: null, userErrors: [problem] };
  const row: WebhookSubscription = {
    ...{ id: ++state.lastId, name: null, filter: null, format: "JSON", includeFields: [], metafieldNamespaces: [] },
    ...{ createdAt: at, updatedAt: at, failures: 0, ...given },
  };
  state.rows.push(row);
  return { webhookSubscription: view(row), userErrors: [] };
}

function update(asking: Asking, { id, webhookSubscription: input }: { id: string; webhookSubscription: Input }) {
  const row = rowsOf(asking).find((each) => gid(type, each.id) === id);
  if (!row) return { webhookSubscription: null, userErrors: [missing] };
  const changed = { topic: row.topic, filter: row.filter, ...fieldsOf(input, { uri: row.uri }) };
  const problem = problemWith(asking, changed, row);
  if (problem) return { webhookSubscription: null, userErrors: [problem] };
  Object.assign(row, changed, { updatedAt: seconds(asking) });
  return { webhookSubscription: view(row), userErrors: [] };
}

function remove(asking: Asking, id: string) {
  const state = asking.shop.installation.webhooks;
  const left = state.rows.filter((each) => gid(type, each.id) !== id);
  if (left.length === state.rows.length) return { deletedWebhookSubscriptionId: null, userErrors: [missing] };
  state.rows = left;
  return { deletedWebhookSubscriptionId: id, userErrors: [] };
}

const missing = { field: ["id"], message: "Webhook subscription does not exist" };

function problemWith(
  asking: Asking,
  { topic, uri, filter }: { topic: string; uri: string; filter?: string | null },
  self: WebhookSubscription | null,
) {
  const isLoopback = /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])[:/]/.test(uri);
  const field = ["webhookSubscription", "callbackUrl"];
  if (uri === "") return { field, message: "Address can't be blank" };
  if (!URL.canParse(uri) || !(uri.startsWith("https://") || isLoopback)) {
    return { field, message: "Address protocol http:// is not supported" };
  }
  const isTaken = rowsOf(asking).some(
    (row) => row !== self && row.topic === topic && row.uri === uri && row.filter === (filter ?? null),
  );
  return isTaken ? { field, message: "Address for this topic has already been taken" } : null;
}

/** What is given, and of the address always something. */
function fieldsOf(input: Input, { uri }: { uri: string }) {
  const { name, filter, format, includeFields, metafieldNamespaces } = input;
  return {
    uri: input.uri ?? input.callbackUrl ?? uri,
    ...(name === undefined ? {} : { name }),
    ...(filter === undefined ? {} : { filter: filter || null }),
    ...(format ? { format } : {}),
    ...(includeFields === undefined ? {} : { includeFields: includeFields ?? [] }),
    ...(metafieldNamespaces === undefined ? {} : { metafieldNamespaces: metafieldNamespaces ?? [] }),
  };
}

function seconds({ sandbox }: Asking): string {
  return sandbox.clock
    .now()
    .toISOString()
    .replace(/\.\d+Z$/, "Z");
}
