import { ActionIcon, Menu } from "@mantine/core";
import {
  IconBell,
  IconCalendarTime,
  IconCheck,
  IconClock,
  IconDots,
  IconMail,
  IconMailOff,
  IconTrash,
} from "@tabler/icons-react";
import { useState } from "react";
import type { Conversation } from "../api/types.ts";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { SnoozeDialog } from "./snooze-dialog.tsx";
import { snoozeTimes } from "./snooze-times.ts";
import type { Decision } from "./use-decisions.ts";

interface Props {
  conversation: Conversation;
  onDecide: (decision: Decision) => void;
  onUnread: () => void;
}

const priorities = ["urgent", "high", "normal", "low"] as const;
export const priorityLabel = { urgent: "Urgent", high: "High", normal: "Normal", low: "Low" } as const;

/** Snooze, priority, spam and trash. */
export function DecideMenu({ conversation, onDecide, onUnread }: Props) {
  const { status, folder, priority } = conversation;
  const [opened, setOpened] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const toSpam = () => onDecide({ spam: folder !== "spam" });
  const toTrash = () => onDecide({ trash: folder !== "trash" });
  useShortcuts({ z: () => setOpened(true), "!": toSpam, "#": toTrash });
  return (
    <>
      <Menu opened={opened} onChange={setOpened} position="bottom-end" width={250} shadow="md">
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label="Snooze, priority and more" title="More (z)">
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Snooze</Menu.Label>
          {status === "waiting" && (
            <Menu.Item leftSection={<IconBell size={16} />} onClick={() => onDecide({ wake: true })}>
              Back to the inbox now
            </Menu.Item>
          )}
          {snoozeTimes(new Date()).map(({ label, at }) => (
            <Menu.Item
              key={label}
              leftSection={<IconClock size={16} />}
              onClick={() => onDecide({ snooze: at.toISOString() })}
            >
              {label}
            </Menu.Item>
          ))}
          <Menu.Item leftSection={<IconClock size={16} />} onClick={() => onDecide({ snooze: null })}>
            Until the customer writes
          </Menu.Item>
          <Menu.Item leftSection={<IconCalendarTime size={16} />} onClick={() => setChoosing(true)}>
            Another time…
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>Priority</Menu.Label>
          {priorities.map((name) => (
            <Menu.Item
              key={name}
              leftSection={<IconCheck size={16} style={{ opacity: name === priority ? 1 : 0 }} />}
              onClick={() => onDecide({ priority: name })}
            >
              {priorityLabel[name]}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconMail size={16} />} rightSection={<kbd>u</kbd>} onClick={onUnread}>
            Mark as unread
          </Menu.Item>
          <Menu.Item leftSection={<IconMailOff size={16} />} rightSection={<kbd>!</kbd>} onClick={toSpam}>
            {folder === "spam" ? "Not spam" : "Spam"}
          </Menu.Item>
          <Menu.Item leftSection={<IconTrash size={16} />} rightSection={<kbd>#</kbd>} onClick={toTrash}>
            {folder === "trash" ? "Restore" : "Trash"}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {choosing && (
        <SnoozeDialog opened onClose={() => setChoosing(false)} onSnooze={(snooze) => onDecide({ snooze })} />
      )}
    </>
  );
}
