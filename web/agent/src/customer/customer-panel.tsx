import { ActionIcon, Button, Skeleton, Text } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useLocation } from "wouter";
import { CustomerMenu } from "../actions/customer-menu.tsx";
import { OrderMenu } from "../actions/order-menu.tsx";
import { sentence } from "../api/problem.ts";
import { ConversationFields, CustomerFields } from "../fields/field-editor.tsx";
import { Memories } from "../memories/memories.tsx";
import { OrderList } from "../orders/order-list.tsx";
import { SamePerson } from "../same-person/same-person.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { StockRequests } from "../stock-requests/stock-requests.tsx";
import { BrowsingCard } from "./browsing-card.tsx";
import classes from "./customer-panel.module.css";
import { Lookup } from "./lookup.tsx";
import { customerPath } from "./paths.ts";
import { Person } from "./person.tsx";
import { useCustomer } from "./use-customer.ts";

interface Props {
  customerId: string;
  conversationId: string;
  onBack: () => void;
  /** Absent: she may not. */
  onErase?: (() => void) | undefined;
}

/** Who writes, and what they bought. */
export function CustomerPanel({ customerId, conversationId, onBack, onErase }: Props) {
  const customer = useCustomer(customerId);
  const [, go] = useLocation();
  useShortcuts({ h: () => go(customerPath(customerId)) });
  return (
    <aside className={classes.panel} aria-label="Customer">
      <ActionIcon
        variant="subtle"
        color="gray"
        className={classes.back}
        onClick={onBack}
        aria-label="Back to the conversation"
      >
        <IconArrowLeft size={20} />
      </ActionIcon>
      {customer.isPending && <PanelSkeleton />}
      {customer.error && !customer.data && (
        <Text role="alert" size="sm">
          {sentence(customer.error)}
        </Text>
      )}
      {customer.data && (
        <>
          <Person customer={customer.data} isLinked />
          <SamePerson customer={customer.data} />
          <CustomerFields customerId={customerId} values={customer.data.fields} />
          <ConversationFields conversationId={conversationId} />
          <Memories customerId={customerId} />
          <StockRequests key={conversationId} customerId={customerId} conversationId={conversationId} />
          <Lookup lookup={customer.data.lookup} />
          <BrowsingCard conversationId={conversationId} />
          <CustomerMenu />
          <OrderList
            customerId={customerId}
            lookupState={customer.data.lookup.state}
            menu={(order) => <OrderMenu order={order} />}
          />
          {onErase && (
            <Button variant="subtle" color="red" size="compact-xs" className={classes.erase} onClick={onErase}>
              Erase everywhere…
            </Button>
          )}
        </>
      )}
    </aside>
  );
}

function PanelSkeleton() {
  return (
    <div className={`${classes.skeleton} appears-late`} aria-hidden="true">
      <Skeleton height={40} circle />
      <Skeleton height={12} width="70%" />
      <Skeleton height={90} radius="md" />
    </div>
  );
}
