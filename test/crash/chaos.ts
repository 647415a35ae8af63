import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import {
  type Action,
  approvalsOf,
  decideApproval,
  type Instruction,
  listActions,
  planAction,
  requestAction,
  savePolicy,
} from "../../src/domain/actions/index.ts";
import { listOrders, saveLookup } from "../../src/domain/commerce/index.ts";
import { identifyCustomers } from "../../src/domain/customers/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { type Database, inWorkspaces, openDatabase } from "../../src/platform/db.ts";
import { aConnection, aMember, aWorkspace } from "../support/factories.ts";
import { told } from "../support/shop-records.ts";
import { aTill, movedBy } from "../support/till.ts";
import { serveTill, type Weather } from "./weather.ts";

const script = fileURLToPath(new URL("./ledger-process.ts", import.meta.url));
const timeoutMs = 400;
const awful: Weather = { busy: 0.03, cutBefore: 0.03, cutAfter: 0.04, tooLate: 0.01, hidden: 0.2 };

export interface Books {
  ledger: Action[];
  /** Keys of what was done in the shop, each as often as it was done. */
  keys: string[];
  movedMinor: number;
  /** More was given back for an order than was paid for it. */
  overdrawn: string[];
  /** How often what went wrong. */
  happened: Weather;
  killed: number;
}

/**
 * So many actions, asked for by a rule and two people, on an awful line to the shop, by workers that are killed one
 * after the other; work that comes twice; a policy that has the large ones approved.
 */
export async function keepBooks(
  urls: { appUrl: string; systemUrl: string; sealKeys: string },
  { howMany, deadlineMs }: { howMany: number; deadlineMs: number },
): Promise<Books> {
  const db = openDatabase({ ...urls, maxConnections: 10 });
  const till = aTill(100_00, { manyOrders: true });
  const { url: tillUrl, stop, happened } = await serveTill(till, awful, { timeoutMs });
  const given = JSON.stringify({ ...urls, tillUrl, timeoutMs });
  const crew: ChildProcess[] = [];
  const hire = async () => {
    const child = spawn(process.execPath, [script, given], { stdio: ["ignore", "pipe", "inherit"] });
    crew.push(child);
    await new Promise((ready) => child.stdout!.once("data", ready));
  };
  try {
    const shop = await aBusyShop(db, Math.ceil(howMany / 10));
    await Promise.all([hire(), hire()]);
    const asked = askFor(howMany, shop.plan);
    const deadline = Date.now() + deadlineMs;
    let killed = 0;
    for (let left = howMany; left > 0 && Date.now() < deadline; ) {
      // The next one takes over what the killed one was at.
      await hire();
      crew.shift()!.kill("SIGKILL");
      killed++;
      for (let n = 0; n < 4 && left > 0; n++) {
        await wait(500);
        await repeatSomeJobs(db, shop.ctx);
        await letThrough(shop);
        left = await unsettled(shop.ctx);
      }
    }
    await asked;
    const ledger = await everything(shop.ctx);
    const overdrawn = [...till.orders!].filter(([, order]) => order.refundedMinor > order.refundableMinor);
    const keys = till.effects.map(({ key }) => key);
    return { ledger, keys, movedMinor: movedBy(till), overdrawn: overdrawn.map(([id]) => id), happened, killed };
  } finally {
    for (const child of crew) child.kill("SIGKILL");
    await stop();
    await db.close();
  }
}

async function aBusyShop(db: Database, ordersOf: number) {
  const ctx = await aWorkspace(db);
  const { id: connectionId } = await aConnection(ctx, "shopify");
  const rules = [{ code: "large", when: { costsOver: 19_00 }, verdict: "approve_lead" as const }];
  await savePolicy(ctx, { version: 0, rules });
  const wanted = [{ workspaceId: ctx.workspaceId, kind: "email" as const, value: "mia@mail.example", name: "Mia" }];
  const { created } = await inWorkspaces(db.app, [ctx.workspaceId], (tx) => identifyCustomers(tx, wanted));
  const { customerId } = created[0]!;
  const orders = Array.from({ length: ordersOf }, (_, n) => ({
    ...{ externalId: `gid://shopify/Order/${n}`, name: `#${n}`, placedAt: new Date(1_700_000_000_000 + n) },
  }));
  const record = told({ externalId: "gid://shopify/Customer/1" }, orders);
  await saveLookup(ctx, { customerId, connectionId, record });
  const rows: Awaited<ReturnType<typeof listOrders>> = [];
  for (let after: (typeof rows)[number] | undefined; rows.length < ordersOf; after = rows.at(-1)) {
    rows.push(...(await listOrders(ctx, { customerId, limit: 100, ...(after && { after }) })));
  }
  const askers = [ctx, await aMember(ctx, "agent"), await aMember(ctx, "admin")];
  const plan = async (n: number) => {
    const asker = askers[n % askers.length]!;
    const instruction = anInstruction(n);
    const orderId = rows[n % ordersOf]!.id;
    await planAction(asker, { instruction, clientId: `n${n}`, request: true, orderId });
    // Pressed twice.
    if (n % 10 === 0) await planAction(asker, { instruction, clientId: `n${n}`, request: true, orderId });
  };
  return { ctx, askers, lead: await aMember(ctx, "lead"), plan };
}

async function askFor(count: number, plan: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  const one = async () => {
    while (next < count) await plan(next++);
  };
  await Promise.all(Array.from({ length: 6 }, one));
}

/** No two are the same, so that each is meant. */
function anInstruction(n: number): Instruction {
  const amount = { minor: 1_00 + n, currency: "EUR" };
  const note = `n${n}`;
  if (n % 20 === 7) {
    return { kind: "order.cancel", reason: "customer", restock: true, refundTo: "original", notify: false, note };
  }
  if (n % 5 === 1) return { kind: "store_credit.add", amount, expiresAt: null, notify: false };
  if (n % 5 === 2) return { kind: "gift_card.create", amount, note, expiresOn: null };
  if (n % 5 === 3) {
    return { kind: "discount_code.create", code: `CODE-${n}`, worth: { amount }, minimum: null, endsAt: null };
  }
  return { kind: "order.refund", lines: [], shipping: null, amount, to: "original", notify: false, note };
}

/** Whatever waits for a person is let through: by its asker where the order changed, by a lead where it is large. */
async function letThrough({ ctx, lead, askers }: Awaited<ReturnType<typeof aBusyShop>>): Promise<void> {
  for (const { id: actionId, preview, requestedAt, requestedBy } of await listActions(ctx, {
    states: ["planned"],
    limit: 1000,
  })) {
    const asker = askers.find(({ actor }) => isDeepStrictEqual(actor, requestedBy));
    if (requestedAt !== null || preview === null || !asker) continue;
    await requestAction(asker, { actionId, fingerprint: preview.fingerprint, again: true }).catch(() => {});
  }
  for (const { id } of await listActions(lead, { mine: true, limit: 500 })) {
    const approval = (await approvalsOf(lead, [id])).get(id);
    if (approval?.state !== "open") continue;
    const { id: approvalId, fingerprint } = approval;
    await decideApproval(lead, { approvalId, fingerprint, decision: "approved" }).catch(() => {});
  }
}

/** Work may always come twice. */
async function repeatSomeJobs(db: Database, { workspaceId }: Context): Promise<void> {
  await db.system.sql`
    insert into jobs (workspace_id, id, queue, name, payload, ordering_key)
    select workspace_id, gen_random_uuid(), queue, name, payload, ordering_key from jobs
    where workspace_id = ${workspaceId} and queue in ('previews', 'actions') and run_at <= now() and state = 'ready'
    order by position limit 20`;
}

async function unsettled(ctx: Context): Promise<number> {
  const states = ["planned", "awaiting_approval", "approved", "executing", "unknown"] as const;
  return (await listActions(ctx, { states, limit: 5000 })).length;
}

async function everything(ctx: Context): Promise<Action[]> {
  const rows: Action[] = [];
  for (;;) {
    const after = rows.at(-1)?.id;
    const page = await listActions(ctx, { limit: 1000, ...(after !== undefined && { after }) });
    rows.push(...page);
    if (page.length < 1000) return rows;
  }
}
