import { Button, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconPhone } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { spelled } from "./call-words.ts";
import { Keypad } from "./keypad.tsx";
import { isNumber, plain } from "./transfer-menu.tsx";
import { usePhoneLines } from "./use-calls.ts";
import { usePlaceCall } from "./use-place-call.ts";

/** Calls any number, from one of the shop's. */
export function DialDialog({ onClose }: { onClose: () => void }) {
  const { data: lines = [] } = usePhoneLines();
  const [chosen, setChosen] = useState<string | null>(null);
  const [number, setNumber] = useState("+");
  const { place, placing, problem, mayCall } = usePlaceCall();
  const phoneLineId = chosen ?? lines[0]?.id;
  const dial = async (event: FormEvent) => {
    event.preventDefault();
    if (!phoneLineId || !isNumber(number)) return;
    if (await place({ number: plain(number), phoneLineId })) onClose();
  };
  return (
    <Modal opened onClose={onClose} title="Call a number" size="xs" centered>
      <form onSubmit={(event) => void dial(event)}>
        <Stack gap="sm">
          <TextInput
            label="Number"
            description="With the country’s code: +1 202 555 0171"
            inputMode="tel"
            data-autofocus
            value={number}
            onChange={({ currentTarget }) => setNumber(currentTarget.value)}
          />
          <Keypad onKey={(digit) => setNumber((before) => before + digit)} />
          {lines.length > 1 && (
            <Select
              label="From"
              data={lines.map(({ id, name, number: own }) => ({ value: id, label: name || spelled(own) }))}
              value={phoneLineId ?? null}
              onChange={setChosen}
              allowDeselect={false}
            />
          )}
          {problem && (
            <Text role="alert" size="sm" c="red">
              {problem}
            </Text>
          )}
          <Button
            type="submit"
            leftSection={<IconPhone size={16} />}
            loading={placing}
            disabled={!mayCall || !isNumber(number) || !phoneLineId}
          >
            Call
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
