import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import {
  addMember,
  createApiKey,
  type Permission,
  permissionsOf,
  registerUser,
} from "../../src/domain/access/index.ts";
import { listOrders, type Order } from "../../src/domain/commerce/index.ts";
import { connectIntegration } from "../../src/domain/connections/index.ts";
import { identifyCustomers } from "../../src/domain/customers/index.ts";
import { createWorkspace, systemContext } from "../../src/domain/workspaces/index.ts";
import { enrichCustomer } from "../../src/inbound/enrich.ts";
import { inWorkspaces } from "../../src/platform/db.ts";
import type { TauUser } from "./data.ts";
import { tauPolicy } from "./policy.ts";
import type { Product } from "./product.ts";
import { tauToken } from "./shop.ts";

const longestMs = 120_000;
const scopes: Permission[] = ["actions:request", "actions:read", "actions:manage", "customers:read"];

export type DeskOrder = Pick<Order, "id" | "name" | "lines">;
const action = z.object({
  id: z.string(),
  state: z.string(),
  preview: z
    .object({
      fingerprint: z.string(),
      balanceDue: z.object({ minor: z.number().int() }).nullable(),
      refusal: z.object({ code: z.string() }).nullable(),
    })
    .nullable(),
  verdict: z.object({ reasons: z.array(z.string()) }).nullable(),
  trouble: z.object({ by: z.string(), code: z.string(), message: z.string() }).nullable(),
});
export type DeskAction = z.infer<typeof action>;

/** Where somebody of the shop works: our public API with a key of the owner's. */
export interface Desk {
  /** Looks somebody up in the shop. */
  open(user: TauUser): Promise<Visit>;
  plan(body: object): Promise<DeskAction>;
  request(action: DeskAction): Promise<DeskAction>;
}
export interface Visit {
  customerId: string;
  order(name: string): DeskOrder | null;
}

/** A workspace of its own with this shop connected and τ-bench's policy set. */
export async function openDesk(product: Product, shopDomain: string): Promise<Desk> {
  const { db, url } = product;
  const { id: workspaceId } = await createWorkspace(db, { name: shopDomain });
  const system = systemContext(db, workspaceId, "proof");
  const person = { email: `owner@${shopDomain}`, name: "Owner", password: randomUUID() };
  const member = await addMember(system, { role: "owner", user: await registerUser(db, person) });
  const owner = { ...system, actor: { type: "member" as const, id: member.id }, permissions: permissionsOf("owner") };
  const { token } = await createApiKey(owner, { name: "τ-bench", scopes });
  await connectIntegration(system, {
    ...{ integrationId: "shopify", account: shopDomain, displayName: shopDomain },
    credentials: { shop: shopDomain, accessToken: tauToken },
  });

  async function call<T>(schema: z.ZodType<T>, method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Refusal(answer.status, text);
    const read = schema.safeParse(JSON.parse(text));
    if (!read.success) throw new Error(`${method} ${path} answered in another form: ${read.error.message}`);
    return read.data;
  }
  const policy = await call(z.object({ version: z.number() }), "GET", "/v1/action-policy");
  await call(z.unknown(), "PUT", "/v1/action-policy", { version: policy.version, rules: tauPolicy });

  const look = (id: string) => call(action, "GET", `/v1/actions/${id}`);
  const settled = (id: string, isOver: (found: DeskAction) => boolean) =>
    until(`action ${id}`, async () => {
      const found = await look(id);
      return isOver(found) ? found : null;
    });

  return {
    async open({ email, name }) {
      const value = email.toLowerCase();
      const named = { workspaceId, kind: "email" as const, value, name: `${name.first_name} ${name.last_name}` };
      const identified = await inWorkspaces(db.app, [workspaceId], (tx) => identifyCustomers(tx, [named]));
      const customerId = identified.customerOf(named);
      await enrichCustomer(system, { customerId });
      const orders = await listOrders(system, { customerId, limit: 100 });
      return { customerId, order: (wanted) => orders.find((each) => each.name === wanted) ?? null };
    },
    async plan(body) {
      const { id } = await call(action, "POST", "/v1/actions", body);
      return settled(id, ({ preview, state }) => preview !== null || state !== "planned");
    },
    async request({ id, preview }) {
      const fingerprint = preview?.fingerprint ?? "";
      await call(action, "POST", `/v1/actions/${id}/request`, { fingerprint });
      const over = new Set(["done", "refused", "failed", "declined", "called_off", "expired", "awaiting_approval"]);
      return settled(id, ({ state }) => over.has(state));
    },
  };
}

/** What our API would not take. */
export class Refusal extends Error {
  readonly status: number;
  constructor(status: number, text: string) {
    super(`${status}: ${text.slice(0, 300)}`);
    this.status = status;
  }
}

/** Asks again and again, more slowly each time. */
async function until<T>(what: string, ask: () => Promise<T | null>): Promise<T> {
  const deadline = performance.now() + longestMs;
  for (let pauseMs = 50; ; pauseMs = Math.min(400, pauseMs * 1.4)) {
    const found = await ask();
    if (found !== null) return found;
    if (performance.now() > deadline) throw new Error(`${what}: nothing came of it within ${longestMs / 1000} s`);
    await wait(pauseMs);
  }
}
