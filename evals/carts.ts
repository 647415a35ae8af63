import { setTimeout as wait } from "node:timers/promises";
import { recordConsent } from "../src/domain/consent/index.ts";
import { listOutreaches, type Outreach } from "../src/domain/outreach/index.ts";
import { now } from "../src/platform/clock.ts";
import type { Scene } from "./happenings.ts";
import { idOf } from "./shop.ts";

const longestMs = 60_000;
const leftAgoMs = 50 * 60_000;

/** The scenario's customer ticks the box under which a shop asks whether it may advertise on this channel. */
export async function agree({ scenario: { channel }, world, conversations }: Scene): Promise<void> {
  const [conversation] = await conversations();
  if (!conversation) throw new Error("Nobody has written yet who could agree");
  const { customerId } = conversation;
  const said = { purpose: "promotional", state: "given", how: "form", evidence: { note: "Ticked the box" } } as const;
  await recordConsent(world.owner, { ...said, customerId, channel });
}

/** She leaves a cart a while ago, and the product has made up its mind about it, for now or until later. */
export async function leaveCart(scene: Scene): Promise<void> {
  const { stage, scenario, world } = scene;
  const before = (await reasonsOf(scene)).length;
  const at = new Date(now().getTime() - leftAgoMs).toISOString();
  const checkout = {
    ...{ customerId: idOf(scenario, scenario.customer), createdAt: at },
    lines: [{ title: "Fjord", variant: "Large / Sea salt", unitPriceMinor: 3490 }],
  };
  const answer = await fetch(`${stage.sandbox.url}/control/shopify/${world.places.shopDomain}/checkouts`, {
    ...{ method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(checkout) },
  });
  if (!answer.ok) throw new Error(`The cart was not left: ${answer.status}`);
  const deadline = performance.now() + longestMs;
  const isDecided = (rows: readonly Outreach[]) =>
    rows.length > before && rows.every(({ state, dueAt }) => state !== "planned" || dueAt > now());
  while (!isDecided(await reasonsOf(scene))) {
    if (performance.now() > deadline) throw new Error("Nothing was planned for the cart");
    await wait(30);
  }
}

/** What was planned to be written to the scenario's people, the oldest first. */
export async function reasonsOf({ world, conversations }: Pick<Scene, "world" | "conversations">): Promise<Outreach[]> {
  const customerIds = new Set((await conversations()).map(({ customerId }) => customerId));
  const lists = [...customerIds].map((customerId) => listOutreaches(world.owner, { customerId, limit: 50 }));
  return (await Promise.all(lists)).flat().toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}
