import { connection, type PageArgs } from "../connection.ts";
import { gid } from "../gid.ts";
import type { StoreCreditAccount, StoreCreditTransaction } from "../goods-records.ts";
import type { Asking } from "../part.ts";
import { customerNamed } from "./customer.ts";
import { money } from "./money.ts";

export function accountView(asking: Asking, account: StoreCreditAccount) {
  const { id, currency, customerId, transactions } = account;
  return {
    id: gid("StoreCreditAccount", id),
    balance: money(transactions.at(-1)?.balanceMinor ?? 0, currency),
    owner: () => customerNamed(asking, customerId),
    transactions: (args: PageArgs) =>
      connection([...transactions].reverse(), args, (each) => creditTransactionView(asking, account, each)),
  };
}

export function creditTransactionView(
  asking: Asking,
  account: StoreCreditAccount,
  { id, amountMinor, balanceMinor, createdAt, expiresAt, event }: StoreCreditTransaction,
) {
  const type = amountMinor < 0 ? "StoreCreditAccountDebitTransaction" : "StoreCreditAccountCreditTransaction";
  return {
    ...{
      __typename: type,
      id: gid(type, id),
      amount: money(amountMinor, account.currency),
      createdAt,
      expiresAt,
      event,
    },
    balanceAfterTransaction: money(balanceMinor, account.currency),
    remainingAmount: money(Math.min(Math.max(0, amountMinor), balanceMinor), account.currency),
    account: () => accountView(asking, account),
  };
}
