import { Modal, Stack, Text } from "@mantine/core";
import { sentence } from "../api/problem.ts";
import { ConversationPicker, type Found } from "./conversation-picker.tsx";

interface Props {
  title: string;
  hint: string;
  customerId: string;
  exceptId: string;
  problem: unknown;
  onClose: () => void;
  onChoose: (found: Found) => void;
}

/** Chooses one conversation for something that is done at once and can be undone. */
export function PickDialog({ title, hint, problem, onClose, exceptId, ...picking }: Props) {
  return (
    <Modal opened onClose={onClose} title={title} size="lg">
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
        <ConversationPicker exceptIds={[exceptId]} {...picking} />
        {problem != null && (
          <Text role="alert" size="sm" c="red">
            {sentence(problem)}
          </Text>
        )}
      </Stack>
    </Modal>
  );
}
