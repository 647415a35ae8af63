import { Button, Group, Modal, Text } from "@mantine/core";
import { type ReactNode, useEffect, useSyncExternalStore } from "react";
import { type AroundNavHandler, Router } from "wouter";

interface Leaving {
  /** Goes where she wanted to go. */
  go: () => void;
}

/** How many forms on screen hold what is not saved. */
let unsaved = 0;
let leaving: Leaving | null = null;
const listeners = new Set<() => void>();

const around: AroundNavHandler = (navigate, to, options) => {
  const go = () => navigate(to, options);
  if (unsaved === 0) go();
  else tell({ go });
};

function tell(next: Leaving | null): void {
  leaving = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Asks before a page is left that holds what is not saved, by a link, a key or closing the tab. */
export function useLeaveGuard(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    unsaved++;
    window.addEventListener("beforeunload", warn);
    return () => {
      unsaved--;
      window.removeEventListener("beforeunload", warn);
    };
  }, [isUnsaved]);
}

export function GuardedRouter({ children }: { children: ReactNode }) {
  const asked = useSyncExternalStore(subscribe, () => leaving);
  const stay = () => tell(null);
  return (
    <Router aroundNav={around}>
      {children}
      <Modal opened={asked !== null} onClose={stay} title="Leave without saving?" size="sm" centered>
        <Text size="sm">What you changed on this page is not saved.</Text>
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" onClick={stay} data-autofocus>
            Stay
          </Button>
          <Button
            color="red"
            onClick={() => {
              stay();
              asked?.go();
            }}
          >
            Leave without it
          </Button>
        </Group>
      </Modal>
    </Router>
  );
}
