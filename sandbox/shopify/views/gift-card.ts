import { gid } from "../gid.ts";
import type { GiftCard } from "../goods-records.ts";
import type { Asking } from "../part.ts";
import { customerNamed } from "./customer.ts";
import { money } from "./money.ts";

export function giftCardView(asking: Asking, card: GiftCard) {
  const { id, code, currency, initialMinor, balanceMinor, note, expiresOn, createdAt, updatedAt, deactivatedAt } = card;
  return {
    ...{
      id: gid("GiftCard", id),
      note,
      expiresOn,
      createdAt,
      updatedAt,
      deactivatedAt,
      enabled: deactivatedAt === null,
    },
    ...{
      initialValue: money(initialMinor, currency),
      balance: money(balanceMinor, currency),
      isRedeemable: deactivatedAt === null,
    },
    ...{ lastCharacters: code.slice(-4), maskedCode: `•••• •••• •••• ${code.slice(-4)}` },
    customer: () => customerNamed(asking, card.customerId),
  };
}
