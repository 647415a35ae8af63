import { beforeAll, describe, expect, test } from "@jest/globals";
import { changesBetween } from "../../proof/tau/compare.ts";
import { hasTauData, readTauDatabase, type TauAction, type TauTask } from "../../proof/tau/data.ts";
import { projected } from "../../proof/tau/project.ts";
import { tauShop } from "../../proof/tau/shop.ts";
import { playWave, type Stage } from "../../proof/tau/wave.ts";
import { wavesOf } from "../../proof/tau/waves.ts";
import { createShops } from "../../sandbox/shopify/state.ts";
import { dataDir, describeWithCorpus } from "../conformance/corpus.ts";
import { aTask, items, smallDatabase, startStage } from "./tau-shop.ts";

const db = smallDatabase();
const { small, large, gone, mug } = items;
const [pending, gift, processed, delivered, deliveredGift, cancelled] = Object.keys(db.orders) as [string, ...string[]];

function readBack(from: typeof db) {
  const shop = createShops([tauShop(from, "tau.myshopify.com")], []).get("tau.myshopify.com");
  return changesBetween(from, projected(shop!, from));
}

test("the shop made of a database says exactly that when it is read back", () => {
  expect([...readBack(db)]).toEqual([]);
});

describeWithCorpus("τ-bench's database", () => {
  (hasTauData(dataDir) ? test : test.skip)("is the same when it is read back from the shop, field by field", () => {
    expect([...readBack(readTauDatabase(dataDir))]).toEqual([]);
  });
});

test("no two tasks of a wave are about the same person", () => {
  const cancel = { name: "cancel_pending_order", arguments: { order_id: pending, reason: "no longer needed" } };
  const waves = wavesOf([aTask("1", [cancel]), aTask("2", [cancel]), aTask("3", [])], db);
  expect(waves.map((parts) => parts.map(({ task }) => task.id))).toEqual([["1", "3"], ["2"]]);
});

describe("through the ledger", () => {
  let stage: Stage;
  let wave = 0;
  beforeAll(async () => {
    stage = await startStage(db);
  });

  async function played(task: TauTask) {
    const [judged] = await playWave(stage, [{ task, users: new Set(["ada_1"]) }], ++wave);
    return { outcomes: judged!.outcomes, problems: judged!.problems };
  }
  const swap = (order_id: string | undefined, from: string, to: string, payment_method_id = "credit_card_2") => ({
    name: "modify_pending_order_items",
    arguments: { order_id, item_ids: [from], new_item_ids: [to], payment_method_id },
  });
  const back = (order_id: string | undefined, item: string, payment_method_id = "credit_card_2") => ({
    name: "return_delivered_order_items",
    arguments: { order_id, item_ids: [item], payment_method_id },
  });
  const exchange = (order_id: string | undefined, from: string, to: string, payment_method_id = "credit_card_2") => ({
    ...swap(order_id, from, to, payment_method_id),
    name: "exchange_delivered_order_items",
  });
  const cancel = (order_id: string | undefined, reason = "no longer needed") => ({
    name: "cancel_pending_order",
    arguments: { order_id, reason },
  });
  const there = {
    address1: "2 Oak Road",
    address2: "Suite 4",
    city: "Austin",
    country: "USA",
    state: "TX",
    zip: "78701",
  };
  const move = (order_id: string | undefined) => ({
    name: "modify_pending_order_address",
    arguments: { order_id, ...there },
  });

  test("every action leaves the shop as τ-bench's own tools leave their database", async () => {
    const paid = { transaction_type: "payment", amount: 15.35, payment_method_id: "credit_card_2" };
    const [lamp, cup] = db.orders[pending]!.items;
    const larger = { ...lamp, item_id: large, price: 15.5, options: { size: "large" } };
    const more = { transaction_type: "payment", amount: 5.25, payment_method_id: "paypal_3" };
    const cards = db.users.ada_1!.payment_methods;
    const task = aTask(
      "all",
      [
        move(pending),
        swap(pending, small, large, "paypal_3"),
        cancel(gift, "ordered by mistake"),
        exchange(delivered, large, small, "gift_card_1"),
        back(deliveredGift, small, "gift_card_1"),
        { name: "modify_user_address", arguments: { user_id: "ada_1", ...there } },
      ],
      {
        [pending]: {
          ...{ address: there, items: [larger, cup], status: "pending (item modified)" },
          payment_history: [paid, more],
        },
        [gift!]: {
          ...{ status: "cancelled", cancel_reason: "ordered by mistake" },
          payment_history: ["payment", "refund"].map((transaction_type) => ({
            ...{ transaction_type, amount: 20.5, payment_method_id: "gift_card_1" },
          })),
        },
        [delivered!]: {
          ...{ status: "exchange requested", exchange_items: [large], exchange_new_items: [small] },
          ...{ exchange_payment_method_id: "gift_card_1", exchange_price_difference: -5.25 },
        },
        [deliveredGift!]: {
          ...{ status: "return requested", return_items: [small], return_payment_method_id: "gift_card_1" },
        },
        ada_1: { address: there, payment_methods: { ...cards, gift_card_1: { source: "gift_card", balance: 23.5 } } },
      },
    );
    expect(await played(task)).toEqual({ outcomes: Array(6).fill("done"), problems: [] });
  });

  test("an item changed for the same item is a change at no difference", async () => {
    const history = db.orders[pending]!.payment_history;
    const nothing = { transaction_type: "refund", amount: 0, payment_method_id: "paypal_3" };
    const changed = { status: "pending (item modified)", payment_history: [...history, nothing] };
    const task = aTask("same", [swap(pending, small, small, "paypal_3")], { [pending]: changed });
    expect(await played(task)).toEqual({ outcomes: ["done"], problems: [] });
  });

  const forbidden: [string, Omit<TauAction, "write">[], string][] = [
    ["cancelling what was sent", [cancel(processed)], "fulfilled"],
    ["cancelling what is cancelled", [cancel(cancelled)], "already_cancelled"],
    ["cancelling for another reason", [cancel(pending, "too expensive")], "invalid_arguments"],
    ["a new address for what was sent", [move(processed)], "fulfilled"],
    ["editing what was sent", [swap(processed, small, large)], "fulfilled"],
    ["another product", [swap(pending, small, mug)], "other_product"],
    ["an item nobody has", [swap(pending, small, gone)], "not_available"],
    ["an item that does not exist", [swap(pending, small, "4000000000")], "not_found"],
    [
      "a gift card that does not cover the difference",
      [swap(pending, small, large, "gift_card_1")],
      "payment_declined",
    ],
    ["an instrument that is not hers", [swap(pending, small, large, "credit_card_9")], "payment_declined"],
    ["returning what is on its way", [back(processed, small)], "not_delivered"],
    ["returning what was not sent", [back(pending, small)], "not_fulfilled"],
    ["a refund to another card", [back(delivered, mug, "paypal_3")], "no_refund_there"],
    ["exchanging for another product", [exchange(delivered, large, mug)], "other_product"],
    ["exchanging for an item nobody has", [exchange(delivered, large, gone)], "not_available"],
    [
      "exchanging what a gift card does not cover",
      [exchange(deliveredGift, small, large, "gift_card_1")],
      "payment_declined",
    ],
    ["an item that is not in the order", [back(delivered, small)], "404"],
    ["an order that does not exist", [cancel("#W9999999")], "404"],
  ];
  test.each(forbidden)(
    "what the shop's rules forbid is refused, and the shop stays as it was: %s",
    async (_, actions, why) => {
      const { outcomes, problems } = await played(aTask("forbidden", actions));
      expect(problems).toEqual([]);
      expect(outcomes).toEqual([expect.stringMatching(new RegExp(`^refused: ${why}`))]);
    },
  );

  test("an order is edited once, and closed for every other change; returned or exchanged once", async () => {
    const edited = await played(
      aTask("twice", [swap(pending, small, large), swap(pending, mug, mug), cancel(pending), move(pending)]),
    );
    const closed = "refused: edited_before";
    expect(edited.outcomes).toEqual(["done", closed, closed, closed]);
    const returned = await played(aTask("twice", [back(delivered, mug), exchange(delivered, large, small)]));
    expect(returned.outcomes).toEqual(["done", "refused: returned_before"]);
  });

  test("another payment for a paid order has no counterpart, and changes nothing", async () => {
    const change = {
      name: "modify_pending_order_payment",
      arguments: { order_id: pending, payment_method_id: "paypal_3" },
    };
    expect(await played(aTask("payment", [change]))).toEqual({ outcomes: ["no counterpart"], problems: [] });
  });
});
