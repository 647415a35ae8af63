import { tmpdir } from "node:os";
import { expect } from "@jest/globals";
import createClient, { type Client } from "openapi-fetch";
import { worldWithTexts } from "../../sandbox/seed.ts";
import { type RunningSandbox, startSandbox } from "../../sandbox/server.ts";
import { demoEnvironment, sandboxOptions } from "../../scripts/demo-environment.ts";
import { freePort } from "../../scripts/ports.ts";
import { seedDemo, staff } from "../../scripts/seed.ts";
import type { Database } from "../../src/platform/db.ts";
import type { components, paths } from "../../web/agent/src/api/schema.d.ts";
import { cookieOf } from "./api.ts";
import { closeAtEnd } from "./close-at-end.ts";
import { freshDatabase, testSealKey } from "./database.ts";
import { assertDocumented } from "./documented.ts";
import { until } from "./until.ts";

export type Shown = components["schemas"];

export interface RunningShop {
  /** Where the product listens. */
  url: string;
  db: Database;
  sandbox: RunningSandbox;
  /** The public API as the shop's owner uses it, logged in. Every answer must be in the OpenAPI document. */
  ada: Client<paths>;
  /** Turns the sandbox, as its page or a proof would. */
  control(method: string, path: string, body?: object | Buffer): Promise<void>;
}

/**
 * The demo shop as `npm start` runs it, without the web client: web, workers and stand-ins over loopback HTTP.
 *
 * @param isGuided as there, the AI answers some of it by itself, and somebody texts.
 */
export async function startShop({ isGuided = false } = {}): Promise<RunningShop> {
  const db = await freshDatabase();
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const staffPassword = "a long enough password";
  const secrets = {
    sessionSecret: "s".repeat(40),
    sealKey: testSealKey,
    databasePassword: "",
    staffPassword,
    googleClientSecret: "google-client-secret",
    shopifyApiSecret: "shopify-api-secret",
  };
  const settings = { port, sandboxPort, urls: db.urls, secrets, home: tmpdir() };
  Object.assign(process.env, demoEnvironment(settings, {}), { LOG_LEVEL: "silent", AI_DEBOUNCE_MS: "100" });
  const options = sandboxOptions(settings, process.env);
  const sandbox = await startSandbox(isGuided ? { ...options, world: worldWithTexts() } : options);
  closeAtEnd(() => sandbox.stop());
  await seedDemo({ urls: db.urls, sealKeys: testSealKey, staffPassword, isGuided });
  // Only now: configuration is read when these modules load.
  const { config } = await import("../../src/config.ts");
  const { openLog } = await import("../../src/platform/log.ts");
  const { startWorkers } = await import("../../workers/main.ts");
  const { startServer } = await import("../../src/server.ts");
  const log = openLog(config.LOG_LEVEL);
  const workers = startWorkers({ db, log });
  closeAtEnd(() => workers.stop());
  const { url, stop } = await startServer({ config, db, log });
  closeAtEnd(stop);
  const control: RunningShop["control"] = (method, path, body) => turn(`${sandbox.url}/control/${path}`, method, body);
  return { url, db, sandbox, control, ada: await logIn(url, staff[0]!.email, staffPassword) };
}

/** What a person sees of the shop, asked of the public API anew each time. */
export function lookAt({ ada }: RunningShop) {
  const inbox = async () => {
    const { data } = await ada.GET("/v1/conversations", { params: { query: { limit: 100 } } });
    return data!.data;
  };
  return {
    inbox,
    /** Waits for a conversation, found by its subject or by what else is known of it. */
    filed: (wanted: string | ((row: Shown["Conversation"]) => boolean)) => {
      const isWanted = typeof wanted === "string" ? (row: Shown["Conversation"]) => row.subject === wanted : wanted;
      return until(async () => (await inbox()).find(isWanted), { what: `${wanted} in the inbox` });
    },
    /** Newest first. */
    messages: async ({ id: conversationId }: { id: string }) => {
      const params = { path: { conversationId } };
      return (await ada.GET("/v1/conversations/{conversationId}/messages", { params })).data!.data;
    },
    /** The custom fields of the conversation with this subject. */
    fields: async (subject: string) => {
      const { id: conversationId } = (await inbox()).find((row) => row.subject === subject)!;
      const params = { path: { conversationId } };
      return (await ada.GET("/v1/conversations/{conversationId}/fields", { params })).data!.values;
    },
    /** The AI's turns, newest first. */
    runs: async ({ id: conversationId }: { id: string }) => {
      const params = { path: { conversationId } };
      return (await ada.GET("/v1/conversations/{conversationId}/runs", { params })).data!.data;
    },
    /** How well the customer's orders are known, and their names. */
    customer: async ({ customer }: Shown["Conversation"]) => {
      const params = { path: { customerId: customer.id } };
      const { data: shown } = await ada.GET("/v1/customers/{customerId}", { params });
      const { data: orders } = await ada.GET("/v1/customers/{customerId}/orders", { params });
      return { lookup: shown!.lookup, orders: orders!.data.map((order) => order.name) };
    },
    deadJobs: async () => (await ada.GET("/v1/dead-jobs")).data!.data,
    /** What happens from now on: each call reads the feed from this moment to its end. */
    eventsFromNow: async () => {
      const { head } = (await ada.GET("/v1/events", { params: { query: { limit: 1 } } })).data!;
      return async (name: string) => {
        const events: Shown["Event"][] = [];
        for (let after = head; ; after = events.at(-1)!.seq) {
          const { data } = await ada.GET("/v1/events", { params: { query: { after } } });
          events.push(...data!.data);
          if (data!.data.length === 0 || events.at(-1)!.seq >= data!.head) break;
        }
        return events.filter((event) => event.name === name);
      };
    },
  };
}

async function logIn(url: string, email: string, password: string): Promise<Client<paths>> {
  const client = createClient<paths>({ baseUrl: url });
  client.use({
    onResponse: async ({ request, response }) => {
      const { status, headers } = response;
      const text = await response.clone().text();
      assertDocumented(request.method, new URL(request.url).pathname, {
        status,
        headers: Object.fromEntries(headers),
        text,
      });
    },
  });
  const { data, response } = await client.POST("/v1/session", { body: { email, password } });
  const cookie = cookieOf({ headers: { "set-cookie": response.headers.getSetCookie() } });
  client.use({
    onRequest: ({ request }) => {
      request.headers.set("cookie", cookie);
      request.headers.set("x-csrf-token", data!.csrfToken);
    },
  });
  return client;
}

async function turn(url: string, method: string, body?: object | Buffer): Promise<void> {
  const isMail = Buffer.isBuffer(body);
  const headers = { "content-type": isMail ? "message/rfc822" : "application/json" };
  const sent = body === undefined ? {} : { body: isMail ? new Uint8Array(body) : JSON.stringify(body) };
  const answer = await fetch(url, { method, headers, ...sent });
  expect([url, answer.ok]).toEqual([url, true]);
}
