import { ActionIcon, Popover, Text } from "@mantine/core";
import { IconCheck, IconClock, IconDots, IconRotate, IconTag, IconUserPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { flushSync } from "react-dom";
import { sentence } from "../api/problem.ts";
import type { ListName } from "../inbox/tabs.ts";
import { useSession } from "../session/session.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { useTeams } from "../teams/use-teams.ts";
import type { Action, Group } from "./action-choices.ts";
import { ActionPicker } from "./action-picker.tsx";
import classes from "./bulk-bar.module.css";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { useStartBulkAction, type Wanted } from "./use-bulk-actions.ts";
import type { Selected } from "./use-selection.ts";
import { wholeList } from "./whole-list.ts";

interface Props {
  tab: ListName;
  selected: Selected;
}

/** From so many on, and for whole lists, one is asked first. */
const askFrom = 25;

const buttons = [
  { group: "assign", label: "Assign", shortcut: "a", Icon: IconUserPlus },
  { group: "tag", label: "Tag", shortcut: "l", Icon: IconTag },
  { group: "time", label: "Snooze or priority", shortcut: "z", Icon: IconClock },
  { group: "more", label: "More actions", shortcut: ".", Icon: IconDots },
] as const;

/** What can be done with the chosen conversations; its keys go before those of the open conversation. */
export function BulkBar({ tab, selected }: Props) {
  const { id: selfId } = useSession().member;
  const ownTeamIds = useOwnTeamIds();
  const [group, setGroup] = useState<Group | null>(null);
  const [asked, setAsked] = useState<Wanted | null>(null);
  const start = useStartBulkAction();
  const count = selected.ids.size;
  const begin = (wanted: Wanted) => {
    setAsked(null);
    start.mutate(wanted, { onSuccess: selected.clear });
  };
  const choose = (action: Action, label: string) => {
    setGroup(null);
    if (start.isPending) return;
    const selection = selected.all ? wholeList(tab, ownTeamIds) : { conversationIds: [...selected.ids] };
    const wanted = { selection, action, clientId: crypto.randomUUID(), label };
    if (selected.all || count >= askFrom) setAsked(wanted);
    else begin(wanted);
  };
  const isClosed = tab === "closed";
  const [inSpam, inTrash] = [tab === "spam", tab === "trash"];
  const closure = () => (isClosed ? choose({ type: "reopen" }, "Open") : choose({ type: "close" }, "Close"));
  const spam = () =>
    inSpam ? choose({ type: "unmark_spam" }, "Not spam") : choose({ type: "mark_spam" }, "Mark as spam");
  const trash = () =>
    inTrash ? choose({ type: "restore" }, "Restore") : choose({ type: "trash" }, "Move to the trash");
  const open = (next: Group) => () => flushSync(() => setGroup(next));
  useShortcuts(
    {
      e: closure,
      t: () => choose({ type: "assign", memberId: selfId }, "Assign to me"),
      s: open("more"),
      "!": spam,
      "#": trash,
      ...Object.fromEntries(buttons.map(({ group: next, shortcut }) => [shortcut, open(next)])),
    },
    { first: true },
  );
  return (
    <div className={classes.bar} role="toolbar" aria-label="Chosen conversations">
      <Text size="sm" fw={600} className={classes.count} role="status">
        {selected.all ? "All chosen" : `${count.toLocaleString()} chosen`}
      </Text>
      <ActionIcon
        variant="default"
        size={30}
        aria-label={isClosed ? "Open" : "Close"}
        title={`${isClosed ? "Open" : "Close"} (e)`}
        onClick={closure}
      >
        {isClosed ? <IconRotate size={16} /> : <IconCheck size={16} />}
      </ActionIcon>
      {buttons.map(({ group: own, label, shortcut, Icon }) => (
        <Popover
          key={own}
          opened={group === own}
          onChange={(opened) => setGroup(opened ? own : null)}
          position="top"
          width={290}
          shadow="md"
          trapFocus
          returnFocus
          transitionProps={{ duration: 0 }}
        >
          <Popover.Target>
            <ActionIcon
              variant="default"
              size={30}
              aria-label={label}
              title={`${label} (${shortcut})`}
              onClick={() => setGroup(group === own ? null : own)}
            >
              <Icon size={16} />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown p={6} aria-label={label}>
            <ActionPicker group={own} onChoose={choose} />
          </Popover.Dropdown>
        </Popover>
      ))}
      <ActionIcon
        variant="subtle"
        color="gray"
        size={30}
        aria-label="Choose none"
        title="Choose none (Esc)"
        onClick={selected.clear}
      >
        <IconX size={16} />
      </ActionIcon>
      {start.error && (
        <Text role="alert" size="xs" c="red" className={classes.problem}>
          {sentence(start.error)}
        </Text>
      )}
      <ConfirmDialog wanted={asked} onConfirm={begin} onClose={() => setAsked(null)} />
    </div>
  );
}

function useOwnTeamIds(): string[] {
  const { id: selfId } = useSession().member;
  const { data: teams = [] } = useTeams();
  return teams.filter(({ members }) => members.some(({ id }) => id === selfId)).map(({ id }) => id);
}
