import { Button, Menu } from "@mantine/core";
import { IconCheck, IconChevronDown } from "@tabler/icons-react";
import { Fragment, useState } from "react";
import type { Conversation } from "../api/types.ts";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import classes from "./status-menu.module.css";
import { statusName, useStatuses } from "./use-statuses.ts";

const categories = ["open", "waiting", "closed"] as const;
const title = { open: "Open", waiting: "Waiting", closed: "Closed" };

/** `s` opens it. Where a workspace has no statuses of its own, closing and snoozing say it all. */
export function StatusMenu({ conversation, onSet }: { conversation: Conversation; onSet: (statusId: string) => void }) {
  const [opened, setOpened] = useState(false);
  const statuses = useStatuses().data ?? [];
  const hasOwn = statuses.some(({ isDefault }) => !isDefault);
  useShortcuts(hasOwn ? { s: () => setOpened(true) } : {});
  if (!hasOwn) return null;
  const name = statusName(conversation, statuses);
  const { status, ownStatus } = conversation;
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-end" width={250} shadow="md">
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          title="Status (s)"
          aria-label={`Status: ${name}`}
          rightSection={<IconChevronDown size={14} aria-hidden="true" />}
          classNames={{ root: classes.button, label: classes.label }}
        >
          {name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.dropdown}>
        {categories.map((category) => (
          <Fragment key={category}>
            <Menu.Label>{title[category]}</Menu.Label>
            {statuses
              .filter((one) => one.category === category)
              .map((one) => {
                const isIt = one.isDefault ? status === category && ownStatus === null : ownStatus?.id === one.id;
                return (
                  <Menu.Item
                    key={one.id}
                    leftSection={<IconCheck size={16} style={{ opacity: isIt ? 1 : 0 }} />}
                    onClick={() => onSet(one.id)}
                  >
                    {one.name}
                  </Menu.Item>
                );
              })}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
