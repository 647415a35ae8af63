import { z } from "zod";
import type { Connection } from "../../contract.ts";
import type { Money } from "../../contract-actions.ts";
import {
  storeCreditAccountsDocument,
  storeCreditAddDocument,
  storeCreditRemoveDocument,
} from "../documents-goodwill-actions.ts";
import { money, moneyInput, none, spoken } from "./amounts.ts";
import { afterwards, ask, change } from "./ask.ts";
import { loadCustomer } from "./customer.ts";
import type { ActionOf, AttemptOf, Done, Performer } from "./performer.ts";
import { done, line, previewOf } from "./previews.ts";
import { NotThere, type Refusal, Refused } from "./refused.ts";
import { goodwillRefusal } from "./shop-currency.ts";

type StoreCredit = "store_credit.add" | "store_credit.remove";

/** By hand, and not by an order, a refund or time. */
const byHand = "ADJUSTMENT";
const creditType = "StoreCreditAccountCreditTransaction";
const memo = z.object({ seen: z.array(z.string()) });

/**
 * Shopify keeps neither a key nor a note with store credit. What an attempt did is told by the account: a movement by
 * hand of this amount that the preview did not see. So no two of these may run at the same time for one customer.
 */
function performer<K extends StoreCredit>(
  direction: 1 | -1,
  wanted: (action: ActionOf<K>) => { customerId: string; amount: Money },
  apply: (shop: Connection, action: ActionOf<K>) => Promise<unknown>,
  undo: (action: ActionOf<K>) => Done["undo"],
): Performer<K> {
  const readBack = async (shop: Connection, attempt: AttemptOf<K>): Promise<Done | null> => {
    const { action, preview } = attempt;
    const { amount, customerId } = wanted(action);
    const { seen } = memo.parse(JSON.parse(preview.memo ?? "{}"));
    const account = await loadAccount(shop, customerId, amount.currency);
    const found = account.movements.findLast(
      ({ id, moved, event }) => !seen.includes(id) && event === byHand && moved === direction * amount.minor,
    );
    if (!found) return null;
    return done({
      externalId: found.id,
      cost: direction > 0 ? amount : none(amount),
      shown: { balance: spoken(account.balance) },
      undo: undo(action),
    });
  };
  return {
    async preview(shop, action) {
      const { amount, customerId } = wanted(action);
      const { facts, money: nothing } = await loadCustomer(shop, customerId);
      const account = await loadAccount(shop, customerId, amount.currency);
      const refusal =
        goodwillRefusal(amount, nothing.shop.currency) ?? shortRefusal(direction, amount, account.balance);
      const seen = account.movements.map(({ id }) => id).sort();
      return previewOf({
        cost: direction > 0 && !refusal ? { shop: amount, customer: amount } : nothing,
        ...{ facts, refusal, rests: [seen, account.balance], memo: { seen } },
        lines: [
          line(direction > 0 ? "Add store credit" : "Take back store credit", null, amount),
          line("Store credit now", null, account.balance),
        ],
      });
    },

    async execute(shop, attempt) {
      const earlier = await readBack(shop, attempt);
      if (earlier) return earlier;
      if (attempt.preview.refusal) throw new Refused(attempt.preview.refusal);
      await apply(shop, attempt.action);
      return afterwards(() => readBack(shop, attempt));
    },

    readBack: (shop, attempt) => readBack(shop, attempt),
  };
}

export const addStoreCredit = performer<"store_credit.add">(
  1,
  (action) => action,
  (shop, { customerId: id, amount, expiresAt, notify }) => {
    const input = { creditAmount: moneyInput(amount), expiresAt: expiresAt?.toISOString() ?? null, notify };
    return change(shop, storeCreditAddDocument, { id, input }, z.looseObject({}));
  },
  ({ customerId, amount }) => ({ kind: "store_credit.remove", customerId, amount }),
);

export const removeStoreCredit = performer<"store_credit.remove">(
  -1,
  (action) => action,
  (shop, { customerId: id, amount }) =>
    change(shop, storeCreditRemoveDocument, { id, input: { debitAmount: moneyInput(amount) } }, z.looseObject({})),
  ({ customerId, amount }) => ({ kind: "store_credit.add", customerId, amount, expiresAt: null, notify: false }),
);

function shortRefusal(direction: 1 | -1, amount: Money, balance: Money): Refusal | null {
  if (direction > 0 || amount.minor <= balance.minor) return null;
  return { code: "insufficient_store_credit", message: `She has ${spoken(balance)} of store credit` };
}

interface Account {
  balance: Money;
  /** Newest first. */
  movements: { id: string; moved: number; event: string }[];
}

const accounts = z.object({
  customer: z
    .object({
      storeCreditAccounts: z.object({
        nodes: z.array(
          z.object({
            balance: money,
            transactions: z.object({
              nodes: z.array(
                z.object({ __typename: z.string(), id: z.string().optional(), amount: money, event: z.string() }),
              ),
            }),
          }),
        ),
      }),
    })
    .nullable(),
});

/** She has an account for each currency, once there was something on it. What was taken counts below zero. */
async function loadAccount(shop: Connection, customerId: string, currency: string): Promise<Account> {
  const { customer } = await ask(shop, storeCreditAccountsDocument, { customerId }, accounts);
  if (!customer) throw new NotThere("customer");
  const found = customer.storeCreditAccounts.nodes.find(({ balance }) => balance.currency === currency);
  if (!found) return { balance: { minor: 0, currency }, movements: [] };
  const movements = found.transactions.nodes.flatMap(({ __typename: type, id, amount, event }) =>
    id ? [{ id, moved: Math.abs(amount.minor) * (type === creditType ? 1 : -1), event }] : [],
  );
  return { balance: found.balance, movements };
}
