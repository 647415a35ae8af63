import { setTimeout as wait } from "node:timers/promises";
import { listConsents } from "../src/domain/consent/index.ts";
import { listOutreaches, type Outreach } from "../src/domain/outreach/index.ts";
import { now } from "../src/platform/clock.ts";
import type { Scene } from "./happenings.ts";
import { idOf } from "./shop.ts";

const longestMs = 60_000;
const leftAgoMs = 50 * 60_000;

/** The scenario's customer ticks the box in the shop under which it asks whether it may advertise on this channel. */
export async function agree(scene: Scene): Promise<void> {
  const { scenario, world, conversations } = scene;
  const id = idOf(scenario, scenario.customer);
  const marketing = { [scenario.channel]: { state: "SUBSCRIBED", updatedAt: now().toISOString() } };
  await inShop(scene, `customers/${id}`, "PATCH", { marketing });
  const hasAgreed = async ({ customerId }: { customerId: string }) =>
    (await listConsents(world.owner, { customerId })).standings.some(
      ({ purpose, state }) => purpose === "promotional" && state === "given",
    );
  await until("the shop's word to be known", async () => {
    const known = await Promise.all((await conversations()).map(hasAgreed));
    return known.includes(true);
  });
}

/** She leaves a cart a while ago, and the product has made up its mind about it, for now or until later. */
export async function leaveCart(scene: Scene): Promise<void> {
  const { scenario } = scene;
  const before = (await reasonsOf(scene)).length;
  const at = new Date(now().getTime() - leftAgoMs).toISOString();
  const checkout = {
    ...{ customerId: idOf(scenario, scenario.customer), createdAt: at },
    lines: [{ title: "Fjord", variant: "Large / Sea salt", unitPriceMinor: 3490 }],
  };
  await inShop(scene, "checkouts", "POST", checkout);
  await until("something to be planned for the cart", async () => {
    const rows = await reasonsOf(scene);
    return rows.length > before && rows.every(({ state, dueAt }) => state !== "planned" || dueAt > now());
  });
}

/** What was planned to be written to the scenario's people, the oldest first. */
export async function reasonsOf({ world, conversations }: Pick<Scene, "world" | "conversations">): Promise<Outreach[]> {
  const customerIds = new Set((await conversations()).map(({ customerId }) => customerId));
  const lists = [...customerIds].map((customerId) => listOutreaches(world.owner, { customerId, limit: 50 }));
  return (await Promise.all(lists)).flat().toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}

async function inShop({ stage, world }: Scene, path: string, method: string, body: unknown): Promise<void> {
  const answer = await fetch(`${stage.sandbox.url}/control/shopify/${world.places.shopDomain}/${path}`, {
    ...{ method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) },
  });
  if (!answer.ok) throw new Error(`${path} was not taken: ${answer.status}`);
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + longestMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`Waited ${longestMs} ms for ${what}`);
    await wait(30);
  }
}
