import { randomInt } from "node:crypto";
import { type MoneyInput, minorOf } from "../amount.ts";
import { customerIn, found } from "../find.ts";
import { newRowId } from "../goods.ts";
import type { GiftCard } from "../goods-records.ts";
import { recordMovement } from "../ledger.ts";
import { moment, touch } from "../moment.ts";
import type { Asking, Part } from "../part.ts";
import { payload, Refused } from "../user-error.ts";
import { giftCardView } from "../views/gift-card.ts";

interface GiftCardInput {
  initialValue?: unknown;
  initialAmount?: MoneyInput | null;
  code?: string | null;
  customerId?: string | null;
  note?: string | null;
  expiresOn?: string | null;
}

export const giftCardMutations: Part = {
  mutation: (asking) => ({
    giftCardCreate: ({ input }: { input: GiftCardInput }) => payload(() => create(asking, input)),
    giftCardDeactivate: ({ id }: { id: string }) => payload(() => deactivate(asking, id)),
  }),
};

const letters = "abcdefghjkmnpqrstuvwxyz23456789";
const newCode = () => Array.from({ length: 16 }, () => letters[randomInt(letters.length)]).join("");

function create(asking: Asking, input: GiftCardInput) {
  const { shop } = asking;
  const currency = input.initialAmount?.currencyCode ?? shop.currency;
  const given = input.initialAmount?.amount ?? input.initialValue;
  if (given === null || given === undefined)
    throw new Refused(["input", "initialAmount"], "Initial amount is required", "MISSING_ARGUMENT");
  const initialMinor = minorOf(given, currency, ["input", "initialAmount"]);
  if (initialMinor <= 0)
    throw new Refused(["input", "initialAmount"], "Initial value must be greater than 0", "GREATER_THAN");
  const code = input.code?.toLowerCase() ?? newCode();
  if (code.length < 8) throw new Refused(["input", "code"], "Code is too short (minimum is 8 characters)", "TOO_SHORT");
  if (code.length > 20) throw new Refused(["input", "code"], "Code is too long (maximum is 20 characters)", "TOO_LONG");
  if (!/^[a-z0-9]+$/.test(code))
    throw new Refused(["input", "code"], "Code can only contain letters and numbers", "INVALID");
  if (shop.giftCards.some((each) => each.code === code))
    throw new Refused(["input", "code"], "Code has already been taken", "TAKEN");
  const customer = input.customerId
    ? customerIn(shop, input.customerId, ["input", "customerId"], "CUSTOMER_NOT_FOUND")
    : null;
  const at = moment();
  const card: GiftCard = {
    ...{
      id: newRowId(shop),
      code,
      currency,
      initialMinor,
      balanceMinor: initialMinor,
      customerId: customer?.id ?? null,
    },
    ...{
      note: input.note ?? null,
      expiresOn: input.expiresOn ?? null,
      createdAt: at,
      updatedAt: at,
      deactivatedAt: null,
    },
  };
  shop.giftCards.push(card);
  move(asking, card, "gift_card", initialMinor, at);
  return { giftCard: () => giftCardView(asking, card), giftCardCode: code };
}

function deactivate(asking: Asking, id: string) {
  const card = found(
    asking.shop.giftCards,
    "GiftCard",
    id,
    ["id"],
    "The gift card could not be found.",
    "GIFT_CARD_NOT_FOUND",
  );
  if (card.deactivatedAt === null) {
    card.deactivatedAt = touch(card);
    move(asking, card, "gift_card_deactivated", card.balanceMinor, card.deactivatedAt);
  }
  return { giftCard: () => giftCardView(asking, card) };
}

function move(
  { shop }: Asking,
  { id, currency }: GiftCard,
  kind: "gift_card" | "gift_card_deactivated",
  amountMinor: number,
  at: string,
): void {
  recordMovement(shop, { at, kind, currency, amountMinor, order: null, type: "GiftCard", id, gateway: null });
}
