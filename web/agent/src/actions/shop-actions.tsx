import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { useCommerce } from "../customer/use-commerce.ts";
import type { OrderData } from "../orders/order-data.ts";
import { useOrders } from "../orders/use-orders.ts";
import { useMay } from "../session/session.tsx";
import { ActionDialog, type Start } from "./action-dialog.tsx";
import type { About } from "./forms/form-of.tsx";

type Insert = (text: string) => void;

interface ShopActionsValue {
  /** Opens the dialog; absent for whom may not ask for anything. */
  open: ((start: Start) => void) | null;
  /** Puts text into the reply that is being written; null where none is. */
  insert: Insert | null;
  offerInsert: (insert: Insert | null) => void;
  orderName: (orderId: string | null) => string | null;
}

const Context = createContext<ShopActionsValue>({
  open: null,
  insert: null,
  offerInsert: () => {},
  orderName: () => null,
});

export function useShopActions(): ShopActionsValue {
  return useContext(Context);
}

/** Offers the composer to dialogs and entries around it: what they made can be inserted there. */
export function useOfferInsert(insert: Insert | null): void {
  const { offerInsert } = useShopActions();
  useEffect(() => {
    offerInsert(insert);
    return () => offerInsert(null);
  }, [insert, offerInsert]);
}

interface Props {
  customer: About["customer"];
  conversationId?: string;
  children: ReactNode;
}

/** What can be done in the shops for a customer, for everything below it. */
export function ShopActions({ customer, conversationId, children }: Props) {
  const mayAsk = useMay("actions:request");
  const seesOrders = useMay("orders:read");
  const { data } = useOrders(customer.id, seesOrders);
  const { data: commerce } = useCommerce(customer.id, seesOrders && mayAsk);
  const orders = useMemo<OrderData[]>(() => data ?? [], [data]);
  const [start, setStart] = useState<Start | null>(null);
  const [hasInsert, setHasInsert] = useState(false);
  const inserter = useRef<Insert | null>(null);
  const offerInsert = useCallback((insert: Insert | null) => {
    inserter.current = insert;
    setHasInsert(insert !== null);
  }, []);
  const insert = useCallback((text: string) => {
    setStart(null);
    // The dialog gives the focus back when it closes: only then it can go to the composer.
    requestAnimationFrame(() => requestAnimationFrame(() => inserter.current?.(text)));
  }, []);
  const value = useMemo<ShopActionsValue>(
    () => ({
      ...{ open: mayAsk ? setStart : null, insert: hasInsert ? insert : null, offerInsert },
      orderName: (orderId) => orders.find(({ id }) => id === orderId)?.name ?? null,
    }),
    [mayAsk, hasInsert, insert, offerInsert, orders],
  );
  return (
    <Context value={value}>
      {children}
      {start && (
        <ActionDialog
          key={"kind" in start ? start.kind : start.actionId}
          start={start}
          customer={customer}
          orders={orders}
          accounts={commerce?.shops ?? []}
          {...(conversationId !== undefined && { conversationId })}
          onClose={() => setStart(null)}
        />
      )}
    </Context>
  );
}
