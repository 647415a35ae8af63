import { findCustomers } from "../src/domain/customers/index.ts";
import { insertMissingCustomers } from "../src/domain/customers/queries.ts";
import { isDrawn } from "../src/domain/hold-outs/index.ts";
import { listOutreaches } from "../src/domain/outreach/index.ts";
import { getAiReport } from "../src/domain/reports/index.ts";
import type { Context } from "../src/domain/workspaces/index.ts";
import { inWorkspaces } from "../src/platform/db.ts";
import { newId } from "../src/platform/ids.ts";
import type { Person, Scenario } from "./scenario.ts";
import type { Places } from "./shop.ts";

/** What came of writing first: by person, how the newest reason to write to her ended. */
export type SeenOutreach = Record<string, string>;

/** Of all orders that the AI's report counts. */
export interface SeenOrders {
  orders: number;
  refunded: number;
}

/** Those of whom it is said how the draw is to fall are known before they write, under an id for which it falls so. */
export async function fixDraws(ctx: Context, { people, outreach }: Scenario, places: Places): Promise<void> {
  const { workspaceId } = ctx;
  const percent = outreach?.backInStock?.holdOutPercent ?? 0;
  for (const person of Object.values(people)) {
    const { drawn, name } = person;
    if (drawn === undefined) continue;
    let customerId = newId();
    while (isDrawn(`${workspaceId} back_in_stock`, customerId, percent) !== drawn) customerId = newId();
    const identity = { workspaceId, kind: "email" as const, value: places.addressOf(person), name };
    await inWorkspaces(ctx.db.app, [workspaceId], (tx) =>
      insertMissingCustomers(tx, [{ ...identity, customerId, identityId: newId() }]),
    );
  }
}

export async function seenOutreach(ctx: Context, { people }: Scenario, places: Places): Promise<SeenOutreach> {
  const seen = await Promise.all(
    Object.entries(people).map(async ([key, person]) => {
      const customerId = await customerOf(ctx, person, places);
      const [newest] = customerId ? await listOutreaches(ctx, { customerId, limit: 1 }) : [];
      return newest ? [[key, newest.reason ?? newest.state] as const] : [];
    }),
  );
  return Object.fromEntries(seen.flat());
}

async function customerOf(ctx: Context, person: Person, places: Places): Promise<string | null> {
  const { workspaceId } = ctx;
  const addresses = [
    { workspaceId, kind: "email" as const, value: places.addressOf(person) },
    ...(person.phone ? [{ workspaceId, kind: "phone" as const, value: person.phone }] : []),
  ];
  const found = await inWorkspaces(ctx.db.app, [workspaceId], (tx) => findCustomers(tx, addresses));
  return found[0]?.customerId ?? null;
}

export async function seenOrders(ctx: Context): Promise<SeenOrders> {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const { orders } = await getAiReport(ctx, { from: day(-1), to: day(1), windowDays: 7, orderDays: 7 });
  const sum = (field: "orders" | "refunded") => orders.reduce((all, row) => all + row[field], 0);
  return { orders: sum("orders"), refunded: sum("refunded") };
}
