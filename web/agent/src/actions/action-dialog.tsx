import { Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { sentence } from "../api/problem.ts";
import type { ActionInput } from "../api/types.ts";
import { type CustomerCommerce, shopName } from "../customer/use-commerce.ts";
import { customersCurrency, type OrderData } from "../orders/order-data.ts";
import { kindWords } from "./action-words.ts";
import { Select } from "./forms/choices.tsx";
import { type AskedKind, formFor } from "./forms/form-for.ts";
import type { About } from "./forms/form-of.tsx";
import { OutcomeStep } from "./outcome-step.tsx";
import { PreviewStep } from "./preview-step.tsx";
import { useAction, usePlan } from "./use-actions.ts";

/** Something new, or an action that is planned already: what takes another one back. */
export type Start = { kind: AskedKind; order: OrderData | null } | { actionId: string };

interface Props {
  start: Start;
  customer: About["customer"];
  orders: readonly OrderData[];
  /** What each shop says of her. */
  accounts: CustomerCommerce["shops"];
  conversationId?: string;
  onClose: () => void;
}

/** First what is to be done, then what the shop says it would do, then how it went: nothing moves before the second. */
export function ActionDialog({ start, customer, orders, accounts, conversationId, onClose }: Props) {
  const isNew = "kind" in start;
  const [actionId, setActionId] = useState(isNew ? null : start.actionId);
  const action = useAction(actionId);
  const order = isNew ? start.order : (orders.find(({ id }) => id === action.data?.orderId) ?? null);
  const kind = isNew ? start.kind : action.data?.kind;
  const title = kind ? kindWords(kind).title : "In the shop";
  return (
    <Modal
      opened
      onClose={onClose}
      title={order ? `${title} · ${order.name}` : title}
      size={520}
      centered
      withCloseButton={false}
    >
      <div hidden={actionId !== null}>
        {isNew && (
          <AskStep
            start={start}
            {...{ customer, orders, accounts, onClose }}
            {...(conversationId !== undefined && { conversationId })}
            onPlanned={setActionId}
          />
        )}
      </div>
      {action.error && !action.data && (
        <Text role="alert" size="sm" c="red">
          {sentence(action.error)}
        </Text>
      )}
      {action.data &&
        (action.data.state === "planned" ? (
          <PreviewStep action={action.data} onBack={isNew ? () => setActionId(null) : null} onClose={onClose} />
        ) : (
          <OutcomeStep
            action={action.data}
            onClose={onClose}
            onAnew={isNew ? () => setActionId(null) : null}
            onUndo={setActionId}
          />
        ))}
    </Modal>
  );
}

interface AskProps extends Omit<Props, "start"> {
  start: Extract<Start, { kind: AskedKind }>;
  onPlanned: (actionId: string) => void;
}

function AskStep({ start, customer, orders, accounts, conversationId, onPlanned, onClose }: AskProps) {
  const { kind, order } = start;
  const [chosen, setChosen] = useState(accounts[0]?.connectionId);
  const connectionId = order ? order.connectionId : chosen;
  const isChosen = order === null && accounts.length > 1;
  const place = { orderId: order?.id, customerId: customer.id, conversationId };
  const plan = usePlan({ ...place, connectionId: isChosen ? connectionId : undefined });
  const review = (input: ActionInput) => plan.mutate(input, { onSuccess: ({ id }) => onPlanned(id) });
  const account = accounts.find((one) => one.connectionId === connectionId) ?? null;
  const newest = orders.find((one) => one.connectionId === connectionId) ?? orders[0];
  const currency = order ? customersCurrency(order) : (account?.currency ?? newest?.currency ?? "EUR");
  const about: About = { customer, order, orders, connectionId, account, currency };
  const Form = formFor[kind];
  return (
    <Stack gap="sm">
      {isChosen && (
        <Select
          label="Shop"
          value={connectionId ?? ""}
          options={Object.fromEntries(accounts.map((one) => [one.connectionId, shopName(one.account)]))}
          onChange={setChosen}
        />
      )}
      <Form
        key={connectionId}
        about={about}
        isBusy={plan.isPending}
        problem={plan.error ? sentence(plan.error) : null}
        onReview={review}
        onClose={onClose}
      />
    </Stack>
  );
}
