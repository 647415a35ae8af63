import { newRowId } from "./goods.ts";
import type { StoreCreditAccount, StoreCreditTransaction } from "./goods-records.ts";
import { recordMovement } from "./ledger.ts";
import type { Shop } from "./state.ts";

export const balanceOf = ({ transactions }: StoreCreditAccount): number => transactions.at(-1)?.balanceMinor ?? 0;

/** A customer's account in a currency, opened when there is none. */
function accountOf(shop: Shop, customerId: number, currency: string): StoreCreditAccount {
  const existing = shop.storeCredit.find((each) => each.customerId === customerId && each.currency === currency);
  if (existing) return existing;
  const opened = { id: newRowId(shop), customerId, currency, transactions: [] };
  shop.storeCredit.push(opened);
  return opened;
}

interface Reason {
  expiresAt: string | null;
  event: StoreCreditTransaction["event"];
  at: string;
}

/** Adds to a customer's store credit (or takes from it, negative). */
export function credit(shop: Shop, customerId: number, currency: string, amountMinor: number, reason: Reason) {
  const account = accountOf(shop, customerId, currency);
  const { at, event, expiresAt } = reason;
  const balanceMinor = balanceOf(account) + amountMinor;
  const made = { id: newRowId(shop), amountMinor, balanceMinor, createdAt: at, expiresAt, event };
  account.transactions.push(made);
  if (event === "ADJUSTMENT") {
    const kind = amountMinor < 0 ? "store_credit_debit" : "store_credit";
    const type = amountMinor < 0 ? "StoreCreditAccountDebitTransaction" : "StoreCreditAccountCreditTransaction";
    recordMovement(shop, {
      at,
      kind,
      currency,
      amountMinor: Math.abs(amountMinor),
      order: null,
      type,
      id: made.id,
      gateway: null,
    });
  }
  return { account, made };
}
