import { readFile } from "node:fs/promises";
import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { connect } from "../../../src/integrations/shopify/connect.ts";
import { complianceTopics, topics } from "../../../src/integrations/shopify/topics.ts";
import { ProviderRejected } from "../../../src/platform/errors.ts";
import { closeAtEnd } from "../../support/close-at-end.ts";
import { type ShopProvider, startShopProvider } from "../../support/shop-provider.ts";

interface Subscription {
  id: string;
  topic: string;
  uri: string;
}

let provider: ShopProvider;
let subscriptions: Subscription[];
let ids = 0;
let refusal: string | null;
const here = "http://shop.example/webhooks/shopify";
const wanted = topics.map((topic) => topic.replace(/[/.]/g, "_").toUpperCase());
const connection = {
  id: "0197aa00-0000-7000-8000-000000000004",
  account: "nordlys.myshopify.com",
  settings: {},
  credentials: { accessToken: "shpat_subscriptions" },
};

beforeAll(async () => {
  // Read once, with the first question.
  process.env.SHOPIFY_SUBSCRIPTIONS = "shop";
  provider = await startShopProvider();
  closeAtEnd(() => provider.close());
  provider.good.add(connection.credentials.accessToken);
  provider.graphql = { ebhookSubscription: answer };
});
beforeEach(() => {
  subscriptions = [];
  refusal = null;
});

/** Of a shop that has seen few questions: without it each of ours would wait for the one before. */
const cost = {
  ...{ requestedQueryCost: 10, actualQueryCost: 10 },
  throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 1990, restoreRate: 100 },
};
const answer = () => ({ json: { data: answerOf(), extensions: { cost } } });

/** The shop's own subscriptions, as its Admin API changes them. */
function answerOf() {
  const { query, variables } = JSON.parse(provider.asked.at(-1)!.body);
  const userErrors = refusal ? [{ message: refusal }] : [];
  if (query.includes("webhookSubscriptionCreate")) {
    if (!refusal) subscriptions.push({ id: `s${ids++}`, ...variables });
    return { webhookSubscriptionCreate: { userErrors } };
  }
  if (query.includes("webhookSubscriptionUpdate")) {
    subscriptions = subscriptions.map((one) => (one.id === variables.id ? { ...one, uri: variables.uri } : one));
    return { webhookSubscriptionUpdate: { userErrors } };
  }
  if (query.includes("webhookSubscriptionDelete")) {
    subscriptions = subscriptions.filter(({ id }) => id !== variables.id);
    return { webhookSubscriptionDelete: { userErrors } };
  }
  const [first, rest] = [subscriptions.slice(0, 20), subscriptions.slice(20)];
  const nodes = variables.after ? rest : first;
  const pageInfo = { hasNextPage: !variables.after && rest.length > 0, endCursor: "20" };
  return { webhookSubscriptions: { nodes, pageInfo } };
}

const mend = () => connect.renew?.(connection);
const heard = () => subscriptions.map(({ topic }) => topic).toSorted();
const changes = () => provider.asked.filter(({ body }) => body.includes("mutation")).length;

describe("what a shop tells us is looked at every day, and mended", () => {
  test("whatever is missing is subscribed to, and then nothing more is changed", async () => {
    await mend();
    expect(heard()).toEqual(wanted.toSorted());
    const before = changes();
    await mend();
    expect(changes()).toBe(before);
  });

  test("what Shopify deleted comes back, what is double goes, and what is nobody's any more goes", async () => {
    await mend();
    const [lost, doubled] = subscriptions;
    subscriptions = subscriptions.filter(({ id }) => id !== lost!.id);
    subscriptions.push({ ...doubled!, id: "double" }, { id: "old", topic: "THEMES_UPDATE", uri: here });
    await mend();
    expect(heard()).toEqual(wanted.toSorted());
    expect(subscriptions.some(({ id }) => id === "double" || id === "old")).toBe(false);
  });

  test("one that points to where we were before points here again; others' stay", async () => {
    await mend();
    subscriptions[0]!.uri = "https://old.example/webhooks/shopify";
    subscriptions.push({ id: "theirs", topic: "THEMES_UPDATE", uri: "https://analytics.example/hook" });
    await mend();
    expect(subscriptions.filter(({ uri }) => uri !== here)).toMatchObject([{ id: "theirs" }]);
  });

  test("a refusal says what Shopify said", async () => {
    refusal = "Address is not allowed";
    await expect(mend()).rejects.toThrow(ProviderRejected);
    await expect(mend()).rejects.toThrow("Address is not allowed");
  });
});

test("the app's own configuration names the same topics and address, and the rights of people", async () => {
  const toml = await readFile(new URL("../../../shopify.app.toml", import.meta.url), "utf8");
  const listed = /^\s*topics = \[([^\]]*)\]/m.exec(toml)?.[1] ?? "";
  expect([...listed.matchAll(/"([^"]+)"/g)].map(([, topic]) => topic)).toEqual(topics);
  const compliance = /^\s*compliance_topics = \[([^\]]*)\]/m.exec(toml)?.[1] ?? "";
  expect([...compliance.matchAll(/"([^"]+)"/g)].map(([, topic]) => topic)).toEqual(complianceTopics);
  expect(toml.match(/^\s*uri = .*$/gm)).toEqual(Array(2).fill('  uri = "https://parley.example/webhooks/shopify"'));
});
