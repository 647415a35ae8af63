import { ActionIcon, Menu } from "@mantine/core";
import { IconArrowsSplit2, IconDots, IconInfoCircle, IconMessageForward } from "@tabler/icons-react";
import { useMay } from "../session/session.tsx";

export type MessageCorrection = "move" | "split";

interface Props {
  onWhy: () => void;
  onCorrect: (what: MessageCorrection) => void;
}

/** What can be asked and decided about where one message stands. */
export function MessageMenu({ onWhy, onCorrect }: Props) {
  const mayWrite = useMay("conversations:write");
  return (
    <Menu position="bottom-end" width={230} shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={22} aria-label="About this message">
          <IconDots size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconInfoCircle size={16} />} onClick={onWhy}>
          Why is it here?
        </Menu.Item>
        {mayWrite && (
          <>
            <Menu.Item leftSection={<IconMessageForward size={16} />} onClick={() => onCorrect("move")}>
              Move to another…
            </Menu.Item>
            <Menu.Item leftSection={<IconArrowsSplit2 size={16} />} onClick={() => onCorrect("split")}>
              Split off from here on…
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
