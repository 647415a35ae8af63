import { z } from "zod";
import { now } from "../../../platform/clock.ts";
import type { Connection } from "../../contract.ts";
import {
  giftCardCreateDocument,
  giftCardDeactivateDocument,
  giftCardDocument,
  newestGiftCardsDocument,
} from "../documents-goodwill-actions.ts";
import { minus, money, moneyInput, none, same, spoken } from "./amounts.ts";
import { afterwards, ask, change, checkedId } from "./ask.ts";
import { codeFor } from "./codes.ts";
import { loadCustomer } from "./customer.ts";
import { factsWithoutOrder } from "./order.ts";
import type { AttemptOf, Done, Performer } from "./performer.ts";
import { done, isMarked, line, marked, previewOf } from "./previews.ts";
import { NotThere, Refused } from "./refused.ts";
import { goodwillRefusal, shopMoney } from "./shop-currency.ts";

const noteLength = 255;
const codeLength = 16;
/** Pages of 50 looked through: a shop makes no hundred gift cards while an answer is lost. */
const pagesSearched = 2;

const card = z.object({
  id: z.string(),
  enabled: z.boolean(),
  note: z.string().nullish(),
  lastCharacters: z.string(),
  initialValue: money,
  balance: money,
  customer: z.object({ id: z.string() }).nullish(),
});
type Card = z.infer<typeof card>;

/** The code comes of the key, and the shop has a code once: repeated, it finds it taken. The note holds the key. */
export const createGiftCard: Performer<"gift_card.create"> = {
  async preview(shop, { customerId, amount, expiresOn }) {
    const { facts, money: nothing } = await loadCustomer(shop, customerId);
    const { currency } = nothing.shop;
    const past = expiresOn !== null && expiresOn < now().toISOString().slice(0, 10);
    const refusal =
      goodwillRefusal(amount, currency) ??
      (past ? { code: "in_the_past", message: "It would have expired already" } : null);
    return previewOf({
      cost: refusal ? nothing : { shop: amount, customer: amount },
      ...{ facts, refusal, rests: [currency, past] },
      lines: [line("Gift card", 1, amount), ...(expiresOn ? [line(`Until ${expiresOn}`)] : [])],
      warnings: ["Whoever has the code can spend it"],
    });
  },

  async execute(shop, attempt) {
    const earlier = await readBack(shop, attempt);
    if (earlier) return earlier;
    const { action, key, preview } = attempt;
    if (preview.refusal) throw new Refused(preview.refusal);
    const { customerId, amount, note, expiresOn } = action;
    const input = {
      ...{ customerId, expiresOn, initialAmount: moneyInput(amount) },
      ...{ code: codeFor(key, "gift card", codeLength), note: marked(note, key, noteLength) },
    };
    try {
      await change(shop, giftCardCreateDocument, { input }, z.looseObject({}));
    } catch (error) {
      // An earlier attempt came through while this one was on its way.
      if (!(error instanceof Refused) || error.refusal.code !== "taken") throw error;
    }
    return afterwards(() => readBack(shop, attempt));
  },

  readBack,
};

async function readBack(shop: Connection, attempt: AttemptOf<"gift_card.create">): Promise<Done | null> {
  const { key, action } = attempt;
  const found = await findCard(shop, key);
  if (!found) return null;
  const { initialValue: value } = found;
  return done({
    externalId: found.id,
    cost: value,
    discrepancy: same(value, action.amount) ? null : `It holds ${spoken(value)}, not ${spoken(action.amount)}`,
    shown: { code: shownCode(found, key), amount: spoken(value) },
    undo: { kind: "gift_card.deactivate", giftCardId: found.id },
  });
}

/** Shopify shows no code again; ours is worked out again, unless the app's secret was changed meanwhile. */
function shownCode({ lastCharacters }: Card, key: string): string {
  const code = codeFor(key, "gift card", codeLength);
  return code.toLowerCase().endsWith(lastCharacters.toLowerCase()) ? code : `•••• ${lastCharacters}`;
}

async function findCard(shop: Connection, key: string): Promise<Card | null> {
  const page = z.object({
    giftCards: z.object({
      nodes: z.array(card),
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
    }),
  });
  let after: string | null = null;
  for (let looked = 0; looked < pagesSearched; looked++) {
    const { giftCards: found }: z.infer<typeof page> = await ask(shop, newestGiftCardsDocument, { after }, page);
    const ours = found.nodes.find(({ note }) => isMarked(note, key));
    if (ours) return ours;
    if (!found.pageInfo.hasNextPage || !found.pageInfo.endCursor) return null;
    after = found.pageInfo.endCursor;
  }
  return null;
}

const endMemo = z.object({ spent: z.string().nullish() });

/** What is left on it is lost to her; Shopify brings no gift card back. */
export const deactivateGiftCard: Performer<"gift_card.deactivate"> = {
  async preview(shop, action) {
    const { enabled, balance, initialValue, lastCharacters, customer } = await load(shop, action.giftCardId);
    return previewOf({
      cost: await shopMoney(shop),
      facts: factsWithoutOrder(customer ? { id: customer.id, tags: [] } : null),
      rests: [enabled, balance],
      lines: [line(`End the gift card •••• ${lastCharacters}`, 1, balance)],
      warnings: [
        "A gift card that has ended cannot be brought back",
        ...(same(balance, initialValue) ? [] : ["She has spent a part of it"]),
      ],
      memo: { spent: same(balance, initialValue) ? null : spoken(minus(initialValue, balance)) },
    });
  },

  async execute(shop, attempt) {
    const { id, enabled } = await load(shop, attempt.action.giftCardId);
    if (enabled) await change(shop, giftCardDeactivateDocument, { id }, z.looseObject({}));
    return afterwards(() => ended(shop, attempt));
  },

  readBack: (shop, attempt) => ended(shop, attempt),
};

async function load(shop: Connection, giftCardId: string): Promise<Card> {
  const id = checkedId(giftCardId, "GiftCard", "gift card");
  const { giftCard } = await ask(shop, giftCardDocument, { id }, z.object({ giftCard: card.nullish() }));
  if (!giftCard) throw new NotThere("gift card");
  return giftCard;
}

async function ended(shop: Connection, { action, preview }: AttemptOf<"gift_card.deactivate">): Promise<Done | null> {
  const { id, enabled } = await load(shop, action.giftCardId);
  if (enabled) return null;
  const { spent } = endMemo.parse(JSON.parse(preview.memo ?? "{}"));
  return done({
    externalId: id,
    cost: none(preview.cost),
    discrepancy: spent ? `${spent} of it were spent before` : null,
  });
}
