import { Button, Group, Modal, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { sentence } from "../api/problem.ts";
import type { Consent, ConsentInput, Customer } from "../api/types.ts";
import { channelNames } from "./consent-words.ts";
import { useRecordConsent } from "./use-consents.ts";

interface Props {
  customer: Customer;
  state: Consent["state"];
  onClose: () => void;
}

const kindOf = { sms: "phone", voice: "phone", email: "email", chat: "chat" } as const;
type Channel = keyof typeof kindOf;
const channelOptions = (["sms", "email", "voice", "chat"] as const).map((value) => ({
  value,
  label: channelNames[value],
}));

/** Writes down what a customer said of being written to, wherever she said it. */
export function RecordConsentDialog({ customer, state, onClose }: Props) {
  const record = useRecordConsent(customer.id);
  const [channel, setChannel] = useState<Channel>("sms");
  const [purpose, setPurpose] = useState<NonNullable<ConsentInput["purpose"]>>("all");
  const [address, setAddress] = useState("");
  const [note, setNote] = useState("");
  const isKnown = customer.identities.some(({ kind }) => kind === kindOf[channel]);
  const withdraws = state === "withdrawn";
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (record.isPending) return;
    const said = { ...(note.trim() && { note: note.trim() }), ...(!isKnown && { address: address.trim() }) };
    record.mutate({ channel, purpose, state, how: "agent", ...said }, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title={withdraws ? "Record an opt-out" : "Record consent"} size="sm" centered>
      <form onSubmit={save}>
        <Stack gap="sm">
          <Text size="sm">
            {withdraws
              ? "From now on nobody can write to her past it: no person, no rule, no AI."
              : "Only what she said herself, and say where: it is what you will have to show."}
          </Text>
          <Select
            label="Channel"
            data={channelOptions}
            value={channel}
            onChange={(value) => value && setChannel(value)}
            allowDeselect={false}
            data-autofocus
          />
          {!isKnown && (
            <TextInput
              label="Address"
              description="None of hers is known on this channel"
              placeholder={channel === "email" ? "name@example.com" : "+15551234567"}
              value={address}
              onChange={({ currentTarget }) => setAddress(currentTarget.value)}
              required
            />
          )}
          <Select
            label="What"
            data={[
              { value: "all", label: withdraws ? "Everything" : "Answers and advertising" },
              { value: "promotional", label: "Advertising only" },
              ...(withdraws ? [] : [{ value: "service" as const, label: "Answers only" }]),
            ]}
            value={purpose}
            onChange={(value) => value && setPurpose(value)}
            allowDeselect={false}
          />
          <Textarea
            label="What she said, and where"
            autosize
            minRows={2}
            maxLength={1000}
            required={!withdraws}
            value={note}
            onChange={({ currentTarget }) => setNote(currentTarget.value)}
          />
          {record.error && (
            <Text role="alert" size="sm" c="red">
              {sentence(record.error)}
            </Text>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" color={withdraws ? "red" : undefined} aria-disabled={record.isPending}>
              {withdraws ? "Record the opt-out" : "Record consent"}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
