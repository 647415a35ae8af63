import { Button, Group, Stack, Text } from "@mantine/core";
import { type ComponentType, type KeyboardEvent, useState } from "react";
import type { ActionInput } from "../../api/types.ts";
import type { CustomerCommerce } from "../../customer/use-commerce.ts";
import type { OrderData } from "../../orders/order-data.ts";

/** What a form is about. */
export interface About {
  customer: { id: string; name: string; email: string | null };
  order: OrderData | null;
  /** All of hers that are known: what she bought before can be chosen again. */
  orders: readonly OrderData[];
  /** Where it is done, as far as that is known. */
  connectionId: string | undefined;
  /** What that shop says of her. */
  account: CustomerCommerce["shops"][number] | null;
  /** In which amounts are typed. */
  currency: string;
}

export interface FieldsProps<State> {
  state: State;
  set: (change: Partial<State>) => void;
  about: About;
}

interface Definition<State> {
  initial(about: About): State;
  Fields: ComponentType<FieldsProps<State>>;
  /** What is asked for, or in words what is still missing. */
  input(state: State, about: About): ActionInput | string;
}

export interface FormProps {
  about: About;
  isBusy: boolean;
  problem: string | null;
  onReview: (input: ActionInput) => void;
  onClose: () => void;
}

/** A form that says what is to be done; nothing happens before the shop's preview of it was looked at. */
export function formOf<State>(definition: Definition<State>): ComponentType<FormProps> {
  return (props) => <Form definition={definition} {...props} />;
}

function Form<State>(props: FormProps & { definition: Definition<State> }) {
  const { about, isBusy, problem, onReview, onClose } = props;
  const { initial, Fields, input } = props.definition;
  const [state, setState] = useState(() => initial(about));
  const [missing, setMissing] = useState<string | null>(null);
  const review = () => {
    if (isBusy) return;
    const asked = input(state, about);
    setMissing(typeof asked === "string" ? asked : null);
    if (typeof asked !== "string") onReview(asked);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    review();
  };
  const said = missing ?? problem;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        review();
      }}
      onKeyDown={press}
    >
      <Stack gap="sm">
        <Fields state={state} set={(change) => setState({ ...state, ...change })} about={about} />
        {said && (
          <Text role="alert" size="sm" c="red">
            {said}
          </Text>
        )}
        <Text size="xs" c="dimmed">
          Nothing happens yet: next you see what the shop would do.
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" size="xs" onClick={onClose}>
            Close
          </Button>
          <Button type="submit" size="xs" loading={isBusy} title="Ctrl Enter">
            Preview
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
