import type { RunningSandbox } from "../../sandbox/server.ts";
import { createShops } from "../../sandbox/shopify/state.ts";
import { changesBetween, differences, expectedChanges } from "./compare.ts";
import type { TauDatabase, TauTask } from "./data.ts";
import { openDesk, type Visit } from "./desk.ts";
import { type Outcome, play } from "./play.ts";
import type { Product } from "./product.ts";
import { projected } from "./project.ts";
import { openPurse } from "./purse.ts";
import { tauShop } from "./shop.ts";
import { ownerOf, type Part } from "./waves.ts";

export interface Stage {
  product: Product;
  sandbox: RunningSandbox;
  db: TauDatabase;
}

/** What came of a task. */
export interface Judged {
  task: TauTask;
  outcomes: Outcome[];
  /** Where the shop is not as it should be. */
  problems: string[];
}

const atATime = 10;
/** So many points that nothing here waits for Shopify's. */
const plenty = { size: 10_000_000, available: 10_000_000, restorePerSecond: 1_000_000 };

/**
 * Plays all tasks of a wave in a fresh shop, side by side, and looks at what each left behind.
 * @throws Error when something changed that no task is about.
 */
export async function playWave({ product, sandbox, db }: Stage, parts: readonly Part[], n: number): Promise<Judged[]> {
  const domain = `tau-${n}.myshopify.com`;
  const shop = createShops([tauShop(db, domain)], sandbox.state.app.scopes).get(domain);
  if (!shop) throw new Error("The shop was not made");
  Object.assign(shop.bucket, plenty);
  shop.checksScopes = true;
  sandbox.state.shops.set(domain, shop);
  const before = projected(shop, db);
  const desk = await openDesk(product, domain);
  const purse = openPurse(sandbox, domain);
  const played = await atOnce(parts, async ({ task }) => {
    const visits = new Map<string, Promise<Visit>>();
    const visit = (id: string) => {
      const opened = visits.get(id) ?? desk.open(db.users[id]!);
      visits.set(id, opened);
      return opened;
    };
    const outcomes: Outcome[] = [];
    for (const action of task.actions) {
      if (action.write) outcomes.push(await play({ desk, purse, db, visit }, action));
    }
    return outcomes;
  });
  const changes = changesBetween(before, projected(shop, db));
  sandbox.state.shops.delete(domain);
  const judged = parts.map(({ task, users }, i) => {
    const found = new Map([...changes].filter(([key]) => users.has(ownerOf(key, db) ?? "")));
    for (const key of found.keys()) changes.delete(key);
    const problems = differences(expectedChanges(task.expected_diff), found);
    return { task, outcomes: played[i] ?? [], problems };
  });
  if (changes.size > 0) throw new Error(`Changed, though no task is about it: ${[...changes.keys()].join(", ")}`);
  return judged;
}

async function atOnce<T, R>(rows: readonly T[], act: (row: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const one = async () => {
    for (let i = next++; i < rows.length; i = next++) results[i] = await act(rows[i]!);
  };
  await Promise.all(Array.from({ length: atATime }, one));
  return results;
}
