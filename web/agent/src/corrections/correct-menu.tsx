import { ActionIcon, Menu } from "@mantine/core";
import { IconArrowsSplit2, IconGitMerge, IconLink } from "@tabler/icons-react";
import { useState } from "react";
import { useShortcuts } from "../shell/use-shortcuts.ts";

export type Correcting = "merge" | "split" | "link";

/** Merge, split and link; `m` opens it. */
export function CorrectMenu({ onCorrect }: { onCorrect: (what: Correcting) => void }) {
  const [opened, setOpened] = useState(false);
  useShortcuts({ m: () => setOpened(true) });
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-end" width={250} shadow="md">
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label="Merge, split or link" title="Merge, split or link (m)">
          <IconGitMerge size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconGitMerge size={16} />} onClick={() => onCorrect("merge")}>
          Merge with another…
        </Menu.Item>
        <Menu.Item leftSection={<IconArrowsSplit2 size={16} />} onClick={() => onCorrect("split")}>
          Split messages off…
        </Menu.Item>
        <Menu.Item leftSection={<IconLink size={16} />} onClick={() => onCorrect("link")}>
          Link with another…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
