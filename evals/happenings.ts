import { approvalsOf, decideApproval, listActions } from "../src/domain/actions/index.ts";
import { closeConversation, latestCorrespondence, reply } from "../src/domain/conversations/index.ts";
import type { Context } from "../src/domain/workspaces/index.ts";
import { agree, leaveCart, reasonsOf } from "./carts.ts";
import type { EvalClock } from "./clock.ts";
import type { Scenario, ScenarioMessage } from "./scenario.ts";
import { parcelOf } from "./shop.ts";
import { buy, refund, restock } from "./shopping.ts";
import type { Stage } from "./stage.ts";
import type { EvalWorld } from "./world.ts";

export interface Scene {
  stage: Stage;
  scenario: Scenario;
  world: EvalWorld;
  conversations(): Promise<{ id: string; customerId: string }[]>;
  /** Of a scenario that is played by one. */
  clock: EvalClock | null;
}

/** From an evening on. */
const nightMs = 12 * 3_600_000;

/** Something that comes from another side than the customer and the AI. */
export async function happen(what: ScenarioMessage["before"][number], scene: Scene): Promise<void> {
  if (what === "ship_orders") return shipOrders(scene);
  if (what === "silence") return passDays(scene);
  if (what === "restock") return restock(scene);
  if (what === "buy") return buy(scene);
  if (what === "refund") return refund(scene);
  if (what === "agree") return agree(scene);
  if (what === "leave_cart") return leaveCart(scene);
  if (what === "morning") return passNight(scene);
  const { owner } = scene.world;
  if (what === "approve") return approveAll(owner);
  for (const { id: conversationId } of await scene.conversations()) {
    if (what === "close") await closeConversation(owner, { conversationId });
    else {
      const last = await latestCorrespondence(owner, conversationId);
      await reply(owner, { conversationId, body: "Ada here: I will look after this.", lastSeenMessageId: last!.id });
    }
  }
}

/** What is planned for days to come is due. */
async function passDays({ stage, world }: Scene): Promise<void> {
  await stage.db.system.sql`
    update jobs set run_at = now()
    where workspace_id = ${world.system.workspaceId} and name = 'follow_up.begin' and state = 'ready'`;
}

/** Whatever was planned in the evening has waited. */
async function passNight(scene: Scene): Promise<void> {
  const early = (await reasonsOf(scene)).filter(({ state }) => state === "begun");
  if (early.length > 0) throw new Error("Somebody was written to at night");
  scene.clock?.wind(nightMs);
}

/** What the AI asked for and may not do alone. */
async function approveAll(owner: Context): Promise<void> {
  const waiting = await listActions(owner, { states: ["awaiting_approval"], limit: 20 });
  const approvals = await approvalsOf(
    owner,
    waiting.map(({ id }) => id),
  );
  for (const { id: approvalId, fingerprint } of approvals.values()) {
    await decideApproval(owner, { approvalId, fingerprint, decision: "approved" });
  }
}

/** Every order leaves the workshop, as the shop's own staff would send it. */
async function shipOrders({ stage, scenario, world }: Scene): Promise<void> {
  const { shopDomain } = world.places;
  const at = new Date();
  for (const order of scenario.orders.filter(({ parcel }) => parcel === "none")) {
    const planted = stage.sandbox.state.shops.get(shopDomain)?.orders.find(({ number }) => number === order.number);
    const parcel = parcelOf({ ...order, placed: "0m", parcel: "in_transit" }, planted?.lines ?? [], at);
    const answer = await fetch(`${stage.sandbox.url}/control/shopify/${shopDomain}/orders/${order.number}`, {
      ...{ method: "PATCH", headers: { "content-type": "application/json" } },
      body: JSON.stringify({ fulfillments: [parcel] }),
    });
    if (!answer.ok) throw new Error(`Order ${order.number} was not sent: ${answer.status}`);
  }
}
