import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { sentence } from "../api/problem.ts";
import type { Guidance } from "../api/types.ts";
import { ChangesView } from "./changes-view.tsx";
import { usePublishGuidance } from "./use-guidance.ts";

/** What will be other from now on, before it is. */
export function PublishDialog({ state, onClose }: { state: Guidance; onClose: () => void }) {
  const publish = usePublishGuidance();
  return (
    <Modal opened onClose={onClose} title="Publish the guidance" size="lg" centered>
      <Stack gap="sm">
        <Text size="sm">
          Every turn of the AI that begins from now on goes by it. What is published stays, and can be published again.
        </Text>
        <ChangesView changes={state.changes} none="Nothing is other than what is published." />
        {publish.error && (
          <Text role="alert" size="sm" c="red">
            {sentence(publish.error)}
          </Text>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Not yet
          </Button>
          <Button
            color="green"
            data-autofocus
            aria-disabled={publish.isPending}
            onClick={() => publish.isPending || publish.mutate({ version: state.version }, { onSuccess: onClose })}
          >
            {publish.isPending ? "Publishing…" : "Publish"}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
