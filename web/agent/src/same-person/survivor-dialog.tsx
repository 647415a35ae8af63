import { Button, Group, Modal, Radio, Stack, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { sentence } from "../api/problem.ts";
import type { Customer, MergeProposal } from "../api/types.ts";
import { called } from "./called.ts";
import { useIdentifying } from "./use-same-person.ts";

interface Props {
  customer: Customer;
  proposal: MergeProposal;
  onClose: () => void;
}

/** Chooses who of two stays, and makes them one. */
export function SurvivorDialog({ customer, proposal, onClose }: Props) {
  const two = [customer, proposal.customer];
  const [survivorId, setSurvivorId] = useState(customer.id);
  const identifying = useIdentifying(customer.id, onClose);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const gone = two.find(({ id }) => id !== survivorId);
    if (gone && !identifying.isPending) identifying.mutate({ merge: gone.id, into: survivorId });
  };
  return (
    <Modal opened onClose={onClose} title="Make them one customer" size="md">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {proposal.text}
          </Text>
          <Radio.Group label="Who stays" value={survivorId} onChange={setSurvivorId}>
            <Stack gap={6} mt={6}>
              {two.map((one) => (
                <Radio
                  key={one.id}
                  value={one.id}
                  label={called(one)}
                  data-autofocus={one.id === survivorId || undefined}
                />
              ))}
            </Stack>
          </Radio.Group>
          <Text size="sm">
            She keeps her name and fields, and has the addresses, conversations and orders of both. You can undo this at
            any time.
          </Text>
          {identifying.error && (
            <Text role="alert" size="sm" c="red">
              {sentence(identifying.error)}
            </Text>
          )}
          <Group justify="flex-end">
            <Button type="submit" size="xs" loading={identifying.isPending}>
              Merge
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
