import { connection, type PageArgs, sortedConnection } from "./connection.ts";
import { draftView } from "./drafts/view.ts";
import { numberIn } from "./find.ts";
import { gid } from "./gid.ts";
import type { Discount } from "./goods-records.ts";
import {
  checkoutFields,
  discountFields,
  discountKeys,
  draftFields,
  draftKeys,
  giftCardFields,
  keyOf,
  productFields,
  productKeys,
  soldIn,
  variantFields,
} from "./lists/goods.ts";
import type { Asking, Part } from "./part.ts";
import type { CountArgs, ListArgs } from "./query-root.ts";
import { search } from "./search.ts";
import { checkoutView } from "./views/checkout.ts";
import { codeNodeView, nodeView } from "./views/discount.ts";
import { giftCardView } from "./views/gift-card.ts";
import { counted } from "./views/money.ts";
import { locationView, productView, variantView } from "./views/product.ts";
import { accountView } from "./views/store-credit.ts";

interface IdArgs {
  id: string;
}

/** Products, checkouts, drafts, discounts, gift cards, store credit and locations. */
export const goodsRead: Part = {
  query: (asking) => ({ ...catalogue(asking), ...sales(asking), ...credits(asking) }),
  nodes: (asking) => [
    ["Product", (id) => byId(asking).product(id)],
    ["ProductVariant", (id) => byId(asking).variant(id)],
    ["DraftOrder", (id) => byId(asking).draft(id)],
    ["AbandonedCheckout", (id) => byId(asking).checkout(id)],
    ["DiscountCodeNode", (id) => byId(asking).discount("DiscountCodeNode", id, codeNodeView)],
    ["DiscountNode", (id) => byId(asking).discount("DiscountNode", id, nodeView)],
    ["GiftCard", (id) => byId(asking).giftCard(id)],
    ["Location", (id) => byId(asking).location(id)],
    ["StoreCreditAccount", (id) => byId(asking).account(id)],
  ],
};

function byId(asking: Asking) {
  const { shop } = asking;
  const find = <T extends { id: number }>(rows: readonly T[], type: string, id: string, view: (row: T) => object) => {
    const row = rows.find((each) => each.id === numberIn(type, id));
    return row ? view(row) : null;
  };
  return {
    product: (id: string) => find(shop.products, "Product", id, (row) => productView(asking, row)),
    variant: (id: string) =>
      find(soldIn(shop), "ProductVariant", id, ({ product, variant }) => variantView(asking, product, variant)),
    draft: (id: string) => find(shop.drafts, "DraftOrder", id, (row) => draftView(asking, row)),
    checkout: (id: string) => find(shop.checkouts, "AbandonedCheckout", id, (row) => checkoutView(asking, row)),
    discount: (type: string, id: string, view: typeof codeNodeView | typeof nodeView) =>
      find(shop.discounts, type, id, (row) => view(asking, row)),
    giftCard: (id: string) => find(shop.giftCards, "GiftCard", id, (row) => giftCardView(asking, row)),
    location: (id: string) => find(shop.locations, "Location", id, locationView),
    account: (id: string) => find(shop.storeCredit, "StoreCreditAccount", id, (row) => accountView(asking, row)),
  };
}

function catalogue(asking: Asking) {
  const { shop } = asking;
  const products = (query: string | null | undefined) => search(shop.products, query, productFields);
  const variants = (query: string | null | undefined) => search(soldIn(shop), query, variantFields);
  return {
    product: ({ id }: IdArgs) => byId(asking).product(id),
    productVariant: ({ id }: IdArgs) => byId(asking).variant(id),
    products: ({ query, sortKey, ...args }: ListArgs) =>
      sortedConnection(products(query), args, keyOf(sortKey, productKeys), (row) => productView(asking, row)),
    productsCount: ({ query, limit }: CountArgs) => counted(products(query).length, limit),
    productVariants: ({ query, sortKey, ...args }: ListArgs) =>
      sortedConnection(variants(query), args, keyOf(sortKey), ({ product, variant }) =>
        variantView(asking, product, variant),
      ),
    productVariantsCount: ({ query, limit }: CountArgs) => counted(variants(query).length, limit),
    location: ({ id }: Partial<IdArgs>) => byId(asking).location(id ?? gid("Location", shop.locations[0]?.id ?? 0)),
    locations: (args: PageArgs) => connection(shop.locations, args, locationView),
    locationsCount: ({ limit }: CountArgs) => counted(shop.locations.length, limit),
  };
}

function sales(asking: Asking) {
  const { shop } = asking;
  const drafts = (query: string | null | undefined) => search(shop.drafts, query, draftFields);
  const checkouts = (query: string | null | undefined) => search(shop.checkouts, query, checkoutFields);
  return {
    draftOrder: ({ id }: IdArgs) => byId(asking).draft(id),
    draftOrders: ({ query, sortKey, ...args }: ListArgs) =>
      sortedConnection(drafts(query), args, keyOf(sortKey, draftKeys), (row) => draftView(asking, row)),
    draftOrdersCount: ({ query, limit }: CountArgs) => counted(drafts(query).length, limit),
    abandonedCheckouts: ({ query, sortKey, ...args }: ListArgs) =>
      sortedConnection(checkouts(query), args, keyOf(sortKey), (row) => checkoutView(asking, row)),
    abandonedCheckoutsCount: ({ query, limit }: CountArgs) => counted(checkouts(query).length, limit),
  };
}

function credits(asking: Asking) {
  const { shop } = asking;
  const discounts = (query: string | null | undefined) => search(shop.discounts, query, discountFields);
  const cards = (query: string | null | undefined) => search(shop.giftCards, query, giftCardFields);
  const list =
    (view: (asking: Asking, row: Discount) => object) =>
    ({ query, sortKey, ...args }: ListArgs) =>
      sortedConnection(discounts(query), args, keyOf(sortKey, discountKeys), (row) => view(asking, row));
  return {
    codeDiscountNode: ({ id }: IdArgs) => byId(asking).discount("DiscountCodeNode", id, codeNodeView),
    codeDiscountNodeByCode: ({ code }: { code: string }) =>
      shop.discounts
        .filter((each) => each.code.toLowerCase() === code.toLowerCase())
        .map((each) => codeNodeView(asking, each))[0] ?? null,
    codeDiscountNodes: list(codeNodeView),
    discountNode: ({ id }: IdArgs) => byId(asking).discount("DiscountNode", id, nodeView),
    discountNodes: list(nodeView),
    discountNodesCount: ({ query, limit }: CountArgs) => counted(discounts(query).length, limit),
    giftCard: ({ id }: IdArgs) => byId(asking).giftCard(id),
    giftCards: ({ query, sortKey, ...args }: ListArgs) =>
      sortedConnection(cards(query), args, keyOf(sortKey), (row) => giftCardView(asking, row)),
    giftCardsCount: ({ query, limit }: CountArgs) => counted(cards(query).length, limit),
    storeCreditAccount: ({ id }: IdArgs) => byId(asking).account(id),
  };
}
