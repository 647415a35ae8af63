import { Button, Group, Stack, Text } from "@mantine/core";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Problem, sentence } from "../api/problem.ts";
import type { ShopAction } from "../api/types.ts";
import { kindWords, verbOf } from "./action-words.ts";
import { Notice } from "./notice.tsx";
import { PreviewView } from "./preview-view.tsx";
import { useRequest } from "./use-actions.ts";
import { VerdictView } from "./verdict-view.tsx";

interface Props {
  action: ShopAction;
  onBack: (() => void) | null;
  onClose: () => void;
}

/** What the shop would do, and the one press that asks for it. */
export function PreviewStep({ action, onBack, onClose }: Props) {
  const { id, preview, verdict, undoOf, kind } = action;
  const request = useRequest();
  const button = useRef<HTMLButtonElement>(null);
  const first = useRef<string | undefined>(undefined);
  const fingerprint = preview?.fingerprint;
  const [changed, setChanged] = useState(false);
  useEffect(() => {
    if (first.current !== undefined && first.current !== fingerprint) setChanged(true);
    first.current = fingerprint;
    if (fingerprint !== undefined) button.current?.focus();
  }, [fingerprint]);
  const reason = request.error instanceof Problem ? request.error.details.reason : undefined;
  const again = reason === "already_done";
  const isBlocked = !preview || preview.refusal !== null || verdict?.outcome === "deny";
  const go = () => {
    if (isBlocked || request.isPending || fingerprint === undefined) return;
    request.mutate({ id, fingerprint, again });
  };
  const press = (event: KeyboardEvent) => {
    // A key that is held down goes on from the form: it is no second decision.
    if (event.key === "Enter" && event.repeat) event.preventDefault();
    if (event.key !== "Enter" || event.repeat || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    go();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the buttons below
    <div onKeyDown={press}>
      <Stack gap="sm">
        {undoOf !== null && <Text size="sm">This takes back what was done.</Text>}
        {(changed || reason === "preview_changed") && (
          <Notice tone="mind" role="status">
            Something changed in the shop meanwhile. Nothing was done: this is what it would do now.
          </Notice>
        )}
        <PreviewView action={action} />
        <VerdictView action={action} />
        {again && (
          <Notice tone="mind" role="alert" title="The very same was done within the last day">
            {kindWords(kind).title}, with the same lines and amounts. Press only if you mean it once more.
          </Notice>
        )}
        {request.error && !again && reason !== "preview_changed" && (
          <Text role="alert" size="sm" c="red">
            {sentence(request.error)}
          </Text>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" size="xs" onClick={onBack ?? onClose}>
            {onBack ? "Back" : "Close"}
          </Button>
          <Button
            ref={button}
            size="xs"
            title="Ctrl Enter"
            color={again ? "orange" : undefined}
            loading={request.isPending}
            disabled={isBlocked}
            onClick={go}
          >
            {labelOf(action, again)}
          </Button>
        </Group>
      </Stack>
    </div>
  );
}

function labelOf(action: ShopAction, again: boolean): string {
  if (again) return "Do it once more";
  return action.verdict?.outcome === "approve" ? "Ask for approval" : verbOf(action);
}
