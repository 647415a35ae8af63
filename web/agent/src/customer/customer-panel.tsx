import { ActionIcon, Avatar, Button, Skeleton, Text, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { sentence } from "../api/problem.ts";
import type { Customer } from "../api/types.ts";
import { ConversationFields, CustomerFields } from "../fields/field-editor.tsx";
import { SamePerson } from "../same-person/same-person.tsx";
import classes from "./customer-panel.module.css";
import { Lookup } from "./lookup.tsx";
import { OrderList } from "./order-list.tsx";

interface Props {
  customerId: string;
  conversationId: string;
  onBack: () => void;
  /** Absent: she may not. */
  onErase?: (() => void) | undefined;
}

/** Who writes, and what they bought. */
export function CustomerPanel({ customerId, conversationId, onBack, onErase }: Props) {
  const customer = useQuery({
    queryKey: keys.customer(customerId),
    queryFn: () => answer(api.GET("/v1/customers/{customerId}", { params: { path: { customerId } } })),
  });
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
          <Person customer={customer.data} />
          <SamePerson customer={customer.data} />
          <CustomerFields customerId={customerId} values={customer.data.fields} />
          <ConversationFields conversationId={conversationId} />
          <Lookup lookup={customer.data.lookup} />
          <OrderList customerId={customerId} lookupState={customer.data.lookup.state} />
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

const kindLabel: Record<string, string> = { email: "Email", phone: "Phone", shopify: "Shopify", chat: "Chat" };

function Person({ customer }: { customer: Customer }) {
  return (
    <section>
      <div className={classes.person}>
        <Avatar name={customer.name} color="initials" size={40} aria-hidden="true" />
        <Title order={2} className={classes.name}>
          {customer.name || "Unknown customer"}
        </Title>
      </div>
      <dl className={classes.identities}>
        {customer.identities.map(({ kind, value }) => (
          <div key={`${kind} ${value}`} className={classes.identity}>
            <dt>{kindLabel[kind] ?? kind}</dt>
            <dd title={value}>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
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
