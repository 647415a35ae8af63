import type { Bag } from "../bag.ts";

/** An order that is being edited: nothing of it holds before it is committed. */
export interface Edit {
  id: number;
  orderId: number;
  isCommitted: boolean;
  changes: Change[];
}

export type Change =
  | { kind: "variant"; lineId: number; variantId: number; quantity: number }
  | { kind: "custom"; lineId: number; title: string; unit: Bag; quantity: number; requiresShipping: boolean }
  | { kind: "quantity"; lineId: number; quantity: number; restock: boolean }
  | { kind: "discount"; lineId: number; id: number; title: string; percentage: number | null; amount: Bag | null };
