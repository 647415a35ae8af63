import { now } from "../../../src/platform/clock.ts";
import { type MoneyInput, minorOf } from "../amount.ts";
import { numberIn } from "../find.ts";
import { typeOfGid } from "../gid.ts";
import type { StoreCreditAccount } from "../goods-records.ts";
import { moment } from "../moment.ts";
import type { Asking, Part } from "../part.ts";
import { balanceOf, credit } from "../store-credit.ts";
import { payload, Refused } from "../user-error.ts";
import { creditTransactionView } from "../views/store-credit.ts";

interface CreditArgs {
  id: string;
  creditInput: { creditAmount: MoneyInput; expiresAt?: string | null };
}
interface DebitArgs {
  id: string;
  debitInput: { debitAmount: MoneyInput };
}

export const storeCreditMutations: Part = {
  mutation: (asking) => ({
    storeCreditAccountCredit: (args: CreditArgs) => payload(() => add(asking, args)),
    storeCreditAccountDebit: (args: DebitArgs) => payload(() => take(asking, args)),
  }),
};

/** The account, or the one of a customer in this currency (which may not be open yet). */
function accountIn(
  { shop }: Asking,
  id: string,
  currency: string,
): { customerId: number; account: StoreCreditAccount | null } {
  const type = typeOfGid(id);
  const owner = shop.customers.find((each) => each.id === numberIn("Customer", id));
  if (type === "Customer" && !owner) throw new Refused(["id"], "Owner does not exist", "OWNER_NOT_FOUND");
  const account = shop.storeCredit.find((each) =>
    owner ? each.customerId === owner.id && each.currency === currency : each.id === numberIn("StoreCreditAccount", id),
  );
  if (!owner && !account) throw new Refused(["id"], "Store credit account does not exist", "ACCOUNT_NOT_FOUND");
  if (account && account.currency !== currency) {
    throw new Refused(
      ["currencyCode"],
      "The currency does not match the currency of the account",
      "MISMATCHING_CURRENCY",
    );
  }
  return { customerId: owner?.id ?? account?.customerId ?? 0, account: account ?? null };
}

function positive({ amount, currencyCode }: MoneyInput, field: string[]): number {
  const minor = minorOf(amount, currencyCode, field);
  if (minor <= 0) throw new Refused(field, "A positive amount must be used", "NEGATIVE_OR_ZERO_AMOUNT");
  return minor;
}

function add(asking: Asking, { id, creditInput }: CreditArgs) {
  const { creditAmount, expiresAt = null } = creditInput;
  const { currencyCode } = creditAmount;
  const minor = positive(creditAmount, ["creditInput", "creditAmount", "amount"]);
  const { customerId } = accountIn(asking, id, currencyCode);
  if (expiresAt && Date.parse(expiresAt) <= now().getTime()) {
    throw new Refused(["creditInput", "expiresAt"], "The expiry date must be in the future", "EXPIRES_AT_IN_PAST");
  }
  const { account, made } = credit(asking.shop, customerId, currencyCode, minor, {
    expiresAt,
    event: "ADJUSTMENT",
    at: moment(),
  });
  return { storeCreditAccountTransaction: () => creditTransactionView(asking, account, made) };
}

function take(asking: Asking, { id, debitInput: { debitAmount } }: DebitArgs) {
  const { currencyCode } = debitAmount;
  const minor = positive(debitAmount, ["debitInput", "debitAmount", "amount"]);
  const { customerId, account: open } = accountIn(asking, id, currencyCode);
  if (!open) throw new Refused(["id"], "Store credit account does not exist", "ACCOUNT_NOT_FOUND");
  if (balanceOf(open) < minor) {
    throw new Refused(
      ["debitInput", "debitAmount", "amount"],
      "The account does not have sufficient funds",
      "INSUFFICIENT_FUNDS",
    );
  }
  const reason = { expiresAt: null, event: "ADJUSTMENT", at: moment() } as const;
  const { account, made } = credit(asking.shop, customerId, currencyCode, -minor, reason);
  return { storeCreditAccountTransaction: () => creditTransactionView(asking, account, made) };
}
