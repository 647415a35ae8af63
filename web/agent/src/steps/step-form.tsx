import { Button, Group, Stack, Text } from "@mantine/core";
import { type KeyboardEvent, type ReactNode, useState } from "react";

interface Props {
  children: ReactNode;
  /** @returns what is still missing, in words. */
  onAdd: () => string | null;
  onBack: () => void;
}

/** Fields of a step that is being added. Inside the form of a canned reply, so it is none of its own. */
export function StepForm({ children, onAdd, onBack }: Props) {
  const [missing, setMissing] = useState<string | null>(null);
  const add = () => setMissing(onAdd());
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    add();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the buttons below
    <div onKeyDown={press}>
      <Stack gap={8} p={4}>
        {children}
        {missing && (
          <Text role="alert" size="xs" c="red">
            {missing}
          </Text>
        )}
        <Group justify="flex-end" gap="xs">
          <Button size="compact-sm" variant="default" onClick={onBack}>
            Back
          </Button>
          <Button size="compact-sm" onClick={add}>
            Add
          </Button>
        </Group>
      </Stack>
    </div>
  );
}
