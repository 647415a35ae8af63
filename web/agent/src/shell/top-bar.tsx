import { ActionIcon, Kbd, Text, Tooltip } from "@mantine/core";
import { IconKeyboard, IconSearch } from "@tabler/icons-react";
import { Link, useRoute } from "wouter";
import { PhoneMenu } from "../calls/phone-menu.tsx";
import { Bell } from "../notifications/bell.tsx";
import { LiveIndicator } from "../realtime/live-indicator.tsx";
import { searchPath } from "../search/paths.ts";
import { useSession } from "../session/session.tsx";
import { UserMenu } from "../session/user-menu.tsx";
import classes from "./top-bar.module.css";
import { Wordmark } from "./wordmark.tsx";

export function TopBar({ onShortcuts }: { onShortcuts: () => void }) {
  const { workspace } = useSession();
  const [isSearching] = useRoute(searchPath);
  return (
    <header className={classes.bar}>
      <Wordmark />
      <Text size="sm" className={classes.workspace} truncate>
        {workspace.name}
      </Text>
      {!isSearching && (
        <Link href={searchPath} className={classes.search}>
          <IconSearch size={16} stroke={1.7} aria-hidden="true" />
          <span>Search</span>
          <Kbd size="xs">/</Kbd>
        </Link>
      )}
      <LiveIndicator />
      <PhoneMenu />
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
