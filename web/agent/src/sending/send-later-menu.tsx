import { ActionIcon, Button, Menu, TextInput } from "@mantine/core";
import { IconCalendar, IconClock } from "@tabler/icons-react";
import { useState } from "react";
import { snoozeTimes } from "../conversation/snooze-times.ts";

interface Props {
  opened: boolean;
  onChange: (opened: boolean) => void;
  disabled: boolean;
  onSendAt: (at: Date) => void;
}

/** When the reply goes out. */
export function SendLaterMenu({ opened, onChange, disabled, onSendAt }: Props) {
  const [chosen, setChosen] = useState("");
  const at = new Date(chosen);
  const isFuture = at.getTime() > Date.now();
  return (
    <Menu opened={opened && !disabled} onChange={onChange} position="top-end" width={250} shadow="md">
      <Menu.Target>
        <ActionIcon
          variant="default"
          size={30}
          disabled={disabled}
          aria-label="Send later"
          title="Send later (Ctrl+Shift+Enter)"
        >
          <IconClock size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Send later</Menu.Label>
        {snoozeTimes(new Date()).map(({ label, at: moment }) => (
          <Menu.Item key={label} leftSection={<IconClock size={16} />} onClick={() => onSendAt(moment)}>
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <TextInput
          type="datetime-local"
          size="xs"
          m={6}
          aria-label="Day and time"
          value={chosen}
          onChange={({ currentTarget }) => setChosen(currentTarget.value)}
        />
        <Button
          size="compact-sm"
          variant="light"
          m={6}
          leftSection={<IconCalendar size={15} />}
          disabled={!isFuture}
          onClick={() => {
            onChange(false);
            onSendAt(at);
          }}
        >
          {chosen && !isFuture ? "That moment has passed" : "Send then"}
        </Button>
      </Menu.Dropdown>
    </Menu>
  );
}
