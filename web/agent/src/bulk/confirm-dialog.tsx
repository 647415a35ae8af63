import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { sentence } from "../api/problem.ts";
import { useBulkPreview, type Wanted } from "./use-bulk-actions.ts";
import { conversationsText } from "./wording.ts";

interface Props {
  wanted: Wanted | null;
  onConfirm: (wanted: Wanted) => void;
  onClose: () => void;
}

/** Says how many it is about, before it begins. */
export function ConfirmDialog({ wanted, onConfirm, onClose }: Props) {
  const { data, error } = useBulkPreview(wanted);
  const how = data && data.conversations !== null ? countText(data.conversations, data.complete) : "many conversations";
  const isNothing = data?.conversations === 0;
  return (
    <Modal
      transitionProps={{ duration: 0 }}
      opened={wanted !== null}
      onClose={onClose}
      centered
      size="sm"
      title={wanted?.label}
    >
      <Stack gap="md">
        <Text size="sm" role="status">
          {error ? sentence(error) : data ? `This is about ${how}.` : "Counting…"}
        </Text>
        {wanted && !("conversationIds" in wanted.selection) && !error && (
          <Text size="sm" c="dimmed">
            Those that fit the list now. What comes in meanwhile is left alone. You can cancel while it runs, and undo
            it for a week.
          </Text>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Back
          </Button>
          <Button
            data-autofocus
            aria-disabled={Boolean(error) || isNothing}
            onClick={() => wanted && !error && !isNothing && onConfirm(wanted)}
          >
            {wanted?.label}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function countText(count: number, complete: boolean): string {
  return complete ? conversationsText(count) : `more than ${conversationsText(count)}`;
}
