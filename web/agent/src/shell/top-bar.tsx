import { ActionIcon, Text, Tooltip } from "@mantine/core";
import { IconKeyboard } from "@tabler/icons-react";
import { Bell } from "../notifications/bell.tsx";
import { LiveIndicator } from "../realtime/live-indicator.tsx";
import { useSession } from "../session/session.tsx";
import { UserMenu } from "../session/user-menu.tsx";
import classes from "./top-bar.module.css";
import { Wordmark } from "./wordmark.tsx";

export function TopBar({ onShortcuts }: { onShortcuts: () => void }) {
  const { workspace } = useSession();
  return (
    <header className={classes.bar}>
      <Wordmark />
      <Text size="sm" className={classes.workspace} truncate>
        {workspace.name}
      </Text>
      <LiveIndicator />
      <Bell />
      <Tooltip label="Keyboard shortcuts (?)" openDelay={400}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label="Keyboard shortcuts"
          className={classes.shortcuts}
          onClick={onShortcuts}
        >
          <IconKeyboard size={20} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      <UserMenu onShortcuts={onShortcuts} />
    </header>
  );
}
