import { Skeleton, Text } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { Link, useLocation } from "wouter";
import { ActionHistory } from "../actions/action-history.tsx";
import { CustomerMenu } from "../actions/customer-menu.tsx";
import { OrderMenu } from "../actions/order-menu.tsx";
import { ShopActions } from "../actions/shop-actions.tsx";
import { Problem, sentence } from "../api/problem.ts";
import type { Customer } from "../api/types.ts";
import { Consents } from "../consent/consents.tsx";
import { CustomerFields } from "../fields/field-editor.tsx";
import { Memories } from "../memories/memories.tsx";
import { OrderList } from "../orders/order-list.tsx";
import { SamePerson } from "../same-person/same-person.tsx";
import { useMay } from "../session/session.tsx";
import { ConnectionBanners } from "../shell/connection-banner.tsx";
import { ShortcutsDialog } from "../shell/shortcuts-dialog.tsx";
import { TopBar } from "../shell/top-bar.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import classes from "./customer-page.module.css";
import { HerConversations } from "./her-conversations.tsx";
import { Lookup } from "./lookup.tsx";
import { Person } from "./person.tsx";
import { LeftCheckouts, ShopAccounts } from "./shop-accounts.tsx";
import { StandingTiles } from "./standing-tiles.tsx";
import { useCommerce } from "./use-commerce.ts";
import { useCustomer } from "./use-customer.ts";

/** Everything about one customer, without a conversation open. */
export function CustomerPage({ params: { customerId } }: { params: { customerId: string } }) {
  const [, go] = useLocation();
  const [shortcuts, setShortcuts] = useState(false);
  const show = () => setShortcuts(true);
  useShortcuts({ "g o": () => go("/inbox/open"), "g m": () => go("/inbox/mine"), "?": show });
  const { data: customer, error, isPending } = useCustomer(customerId);
  const title = customer ? customer.name || "Unknown customer" : "Customer";
  useEffect(() => {
    document.title = `${title} · Parley`;
  }, [title]);
  return (
    <div className={classes.page}>
      <TopBar onShortcuts={show} />
      <div>
        <ConnectionBanners />
      </div>
      <div className={classes.scroll}>
        <main className={classes.main}>
          <Link to="/inbox/open" className={classes.back}>
            <IconArrowLeft size={15} aria-hidden="true" /> Inbox
          </Link>
          {isPending && <Skeleton height={120} radius="md" className="appears-late" />}
          {error && !customer && <Text role="alert">{missing(error)}</Text>}
          {customer && <About customer={customer} />}
        </main>
      </div>
      <ShortcutsDialog opened={shortcuts} onClose={() => setShortcuts(false)} />
    </div>
  );
}

function missing(error: unknown): string {
  return error instanceof Problem && error.status === 404 ? "This customer does not exist." : sentence(error);
}

function About({ customer }: { customer: Customer }) {
  const seesOrders = useMay("orders:read");
  const { data: commerce } = useCommerce(customer.id, seesOrders);
  const email = customer.identities.find(({ kind }) => kind === "email")?.value ?? null;
  return (
    <ShopActions customer={{ id: customer.id, name: customer.name, email }}>
      {commerce && <StandingTiles commerce={commerce} />}
      <div className={classes.columns}>
        <div className={classes.orders}>
          <OrderList
            customerId={customer.id}
            lookupState={customer.lookup.state}
            menu={(order) => <OrderMenu order={order} />}
          />
          <ActionHistory customerId={customer.id} />
        </div>
        <aside className={classes.beside} aria-label="About the customer">
          <Person customer={customer} />
          <Memories customerId={customer.id} />
          <Consents customer={customer} />
          <Lookup lookup={customer.lookup} />
          <CustomerMenu />
          <SamePerson customer={customer} />
          <CustomerFields customerId={customer.id} values={customer.fields} />
          {commerce && <ShopAccounts shops={commerce.shops} />}
          {commerce && <LeftCheckouts checkouts={commerce.checkouts} />}
          <HerConversations customerId={customer.id} />
        </aside>
      </div>
    </ShopActions>
  );
}
