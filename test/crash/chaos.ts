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
import { connectIntegration } from "../../src/domain/connections/index.ts";
import { identifyCustomers } from "../../src/domain/customers/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { type Database, inWorkspaces, openDatabase } from "../../src/platform/db.ts";
import { aMember, aWorkspace } from "../support/factories.ts";
import { told as aRecord } from "../support/shop-records.ts";
import { effectOf, type Line, totalMinor } from "./lines.ts";
import type { Weather } from "./weather.ts";

const script = fileURLToPath(new URL("./ledger-process.ts", import.meta.url));

export interface Books extends ReturnType<Line["books"]> {
  ledger: Action[];
  /** How often what went wrong. */
  happened: Weather;
  killed: number;
}

/**
 * So many actions, asked for by a rule and two people, on an awful line to the shop, by workers that are killed one
 * after the other; work that comes twice; a policy that has the large ones approved. The line is closed at the end.
 */
export async function keepBooks(
  urls: { appUrl: string; systemUrl: string; sealKeys: string },
  line: Line,
  { howMany, kills, customers, deadlineMs }: { howMany: number; kills: number; customers: number; deadlineMs: number },
): Promise<Books> {
  const db = openDatabase({ ...urls, maxConnections: 10 });
  const given = JSON.stringify({ ...urls, ...line.given });
  const crew: ChildProcess[] = [];
  const hire = async () => {
    const env = { ...process.env, ...line.env };
    const child = spawn(process.execPath, [script, given], { env, stdio: ["ignore", "pipe", "inherit"] });
    crew.push(child);
    await new Promise((ready) => child.stdout!.once("data", ready));
  };
  try {
    const shop = await aBusyShop(db, line, customers);
    await Promise.all([hire(), hire()]);
    const asked = askFor(howMany, shop.plan);
    const deadline = Date.now() + deadlineMs;
    let killed = 0;
    for (let left = howMany; left > 0 && Date.now() < deadline; ) {
      // The next one takes over what the killed one was at. On a slow machine they come to little in their lives: the
      // last ones are left to finish.
      if (killed < kills) {
        await hire();
        crew.shift()!.kill("SIGKILL");
        killed++;
      }
      for (let n = 0; n < 4 && left > 0; n++) {
        await wait(500);
        await repeatSomeJobs(db, shop.ctx);
        await bringForward(db, shop.ctx);
        await letThrough(shop);
        left = await unsettled(shop.ctx);
      }
    }
    await asked;
    return { ledger: await everything(shop.ctx), ...line.books(), happened: line.happened, killed };
  } finally {
    for (const child of crew) child.kill("SIGKILL");
    await line.stop();
    await db.close();
  }
}

/** What the shop did against what the ledger says: each sentence is something that does not agree. */
export function disagreements({ ledger, effects, movedMinor }: Books): string[] {
  const done = ledger.filter(({ state }) => state === "done");
  const booked = done.reduce((sum, { costMinor }) => sum + (costMinor ?? 0), 0);
  // Nothing moves where there was nothing left to give.
  const expected = Map.groupBy(
    done.filter(({ costMinor }) => costMinor !== 0),
    ({ kind }) => effectOf(kind),
  );
  const found = Map.groupBy(effects, ({ kind }) => kind);
  const counts = [...new Set([...expected.keys(), ...found.keys()])].flatMap((kind) => {
    const [real, said] = [found.get(kind)?.length ?? 0, expected.get(kind)?.length ?? 0];
    return real === said ? [] : [`${kind}: done ${real} times, ${said} in the ledger`];
  });
  const keys = effects.flatMap(({ key }) => key ?? []);
  const open = ledger.filter(({ endedAt }) => endedAt === null);
  const reserved = ledger.filter(({ state, reservedAt }) => (state === "done") !== (reservedAt !== null));
  const booksOf = Map.groupBy(done, ({ orderId, kind }) => (kind.startsWith("order.") ? orderId : null));
  const overdrawn = [...booksOf].filter(
    ([orderId, of]) => orderId !== null && of.reduce((sum, { costMinor }) => sum + (costMinor ?? 0), 0) > totalMinor,
  );
  return [
    ...(movedMinor === booked ? [] : [`moved in the shop ${movedMinor}, in the ledger ${booked}`]),
    ...counts,
    ...(new Set(keys).size === keys.length ? [] : ["something ran twice under one key"]),
    ...open.map(({ id, state }) => `${id} is still ${state}`),
    ...reserved.map(({ id, state }) => `${id} is ${state}, and counts otherwise`),
    ...overdrawn.map(([orderId]) => `${orderId} was given back more than was paid`),
  ];
}

async function aBusyShop(db: Database, { account }: Line, count: number) {
  const ctx = await aWorkspace(db);
  const connection = { integrationId: "shopify", displayName: "Chaos", ...account };
  const { id: connectionId } = await connectIntegration(ctx, connection);
  const rules = [{ code: "large", when: { costsOver: 19_00 }, verdict: "approve_lead" as const }];
  await savePolicy(ctx, { version: 0, rules });
  const { workspaceId } = ctx;
  const wanted = Array.from({ length: count }, (_, n) => {
    return { workspaceId, kind: "email" as const, value: `mia${n + 1}@mail.example`, name: `Mia ${n + 1}` };
  });
  const { created } = await inWorkspaces(db.app, [workspaceId], (tx) => identifyCustomers(tx, wanted));
  const orders: { orderId: string }[] = [];
  for (const [n, { customerId }] of created.entries()) {
    const told = [n, n + count].map((number) => ({
      ...{ externalId: `gid://shopify/Order/${number + 1}`, name: `#${1000 + number}` },
    }));
    const record = aRecord({ externalId: `gid://shopify/Customer/${n + 1}` }, told);
    await saveLookup(ctx, { customerId, connectionId, record });
    const rows = await listOrders(ctx, { customerId, limit: 2 });
    orders.push(...rows.map(({ id: orderId }) => ({ orderId })));
  }
  const askers = [ctx, await aMember(ctx, "agent"), await aMember(ctx, "admin")];
  const plan = async (n: number) => {
    const asker = askers[n % askers.length]!;
    const instruction = anInstruction(n);
    const { orderId } = orders[n % orders.length]!;
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

/** What failed often would wait for minutes. */
async function bringForward(db: Database, { workspaceId }: Context): Promise<void> {
  await db.system.sql`
    update jobs set run_at = now() where workspace_id = ${workspaceId} and state = 'ready' and failures > 0
      and run_at > now() + interval '2 seconds'`;
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
