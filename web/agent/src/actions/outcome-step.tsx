import { Button, Group, Stack, Text } from "@mantine/core";
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { ShopAction } from "../api/types.ts";
import { ActionButtons } from "./action-buttons.tsx";
import { headline } from "./action-words.ts";
import { OutcomeView, StateBadge } from "./outcome-view.tsx";
import { useShopActions } from "./shop-actions.tsx";
import { insertable } from "./shown-results.ts";
import { VerdictView } from "./verdict-view.tsx";

interface Props {
  action: ShopAction;
  onClose: () => void;
  /** Back to what was typed; null where nothing was. */
  onAnew: (() => void) | null;
  onUndo: (actionId: string) => void;
}

/** How it goes, live; it goes on without the dialog, too. */
export function OutcomeStep({ action, onClose, onAnew, onUndo }: Props) {
  const { insert, orderName } = useShopActions();
  const close = useRef<HTMLButtonElement>(null);
  const result = insertable(action);
  useEffect(() => {
    close.current?.focus();
  }, []);
  const press = (event: KeyboardEvent) => {
    if (event.key !== "i" || event.ctrlKey || event.metaKey || !insert || result === null) return;
    event.preventDefault();
    insert(result);
  };
  const isOpen = action.state === "awaiting_approval" || action.state === "approved" || action.state === "executing";
  const mayTryAnew = onAnew && ["refused", "failed", "declined", "called_off", "expired"].includes(action.state);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the buttons below
    <div onKeyDown={press}>
      <Stack gap="sm">
        <Group gap="xs" role="status" aria-label="Outcome">
          <Text size="sm" fw={600}>
            {headline(action, orderName(action.orderId))}
          </Text>
          <StateBadge action={action} />
        </Group>
        <OutcomeView action={action} />
        {action.state === "awaiting_approval" && <VerdictView action={action} />}
        {isOpen && (
          <Text size="sm" c="dimmed">
            You can close this: it goes on, and the conversation shows how.
          </Text>
        )}
        <Group justify="space-between" gap="xs">
          <ActionButtons action={action} onUndo={onUndo} />
          <Group gap="xs">
            {mayTryAnew && (
              <Button variant="default" size="xs" onClick={onAnew}>
                Change it
              </Button>
            )}
            <Button ref={close} size="xs" variant={result !== null ? "default" : "filled"} onClick={onClose}>
              Close
            </Button>
          </Group>
        </Group>
      </Stack>
    </div>
  );
}
