import type { CustomerDetails, Marketing } from "./documents.ts";
import type { Checkout, DiscountCode, DraftOrder, Order, Product, ProductVariant, ShopCustomer } from "./tables.ts";

/** What we add to a record. */
type Ours = "workspaceId" | "id" | "createdAt" | "connectionId" | "customerId" | "shopUpdatedAt" | "contentHash";
type Told<Kind extends string, Row> = Omit<Row, Ours> & {
  kind: Kind;
  /** By the shop's clock. */
  updatedAt: Date;
  /** It came without some of its lists: never in place of one of the same time that has them. */
  partial?: boolean;
};

/** Records as shops tell them; see each table. */
export type CustomerRecord = Told<"customer", Omit<ShopCustomer, "details">> &
  Omit<CustomerDetails, "since" | "marketing"> & {
    since: Date | null;
    marketing?: (Omit<Marketing, "at"> & { at: Date })[];
  };
export type OrderRecord = Told<"order", Omit<Order, "nameKey" | "hasOpenReturn">>;
export type ProductRecord = Told<"product", Product> & {
  variants: Omit<ProductVariant, Ours | "productId" | "place">[];
};
export type CheckoutRecord = Told<"checkout", Checkout>;
export type DraftOrderRecord = Told<"draft_order", DraftOrder>;
export type DiscountCodeRecord = Told<"discount_code", DiscountCode>;

export type ShopRecord =
  | CustomerRecord
  | OrderRecord
  | ProductRecord
  | CheckoutRecord
  | DraftOrderRecord
  | DiscountCodeRecord;
export type RecordKind = ShopRecord["kind"];
