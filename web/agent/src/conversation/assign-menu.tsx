import { Avatar, Button, Menu, Text } from "@mantine/core";
import { IconChevronDown, IconHandGrab, IconUserOff, IconUsersGroup, IconUsersMinus } from "@tabler/icons-react";
import { useState } from "react";
import type { Conversation, Member } from "../api/types.ts";
import { useSession } from "../session/session.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { AvailabilityDot, availabilityLabel } from "../teams/availability.tsx";
import { useMembers, useTeams } from "../teams/use-teams.ts";
import classes from "./assign-menu.module.css";
import type { Owners } from "./use-assignment.ts";

interface Props {
  conversation: Conversation;
  onAssign: (owners: Owners) => void;
  onTake: () => void;
}

/** Who has it, and who else could: `t` takes it, `a` opens the menu. */
export function AssignMenu({ conversation, onAssign, onTake }: Props) {
  const self = useSession().member;
  const { assignee, team } = conversation;
  const [opened, setOpened] = useState(false);
  const members = useMembers().data?.data ?? [];
  const teams = useTeams().data ?? [];
  useShortcuts({ a: () => setOpened(true), t: onTake });
  const label = [assignee?.name ?? "Unassigned", team?.name].filter(Boolean).join(" · ");
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-end" width={280} shadow="md">
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          title="Assign (a)"
          aria-label={`Assignee: ${assignee?.name ?? "nobody"}${team ? `, team: ${team.name}` : ""}`}
          rightSection={<IconChevronDown size={14} aria-hidden="true" />}
          classNames={{ root: classes.button, label: classes.label }}
        >
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.dropdown}>
        {assignee ? (
          <Menu.Item
            leftSection={<Avatar name={self.name} color="initials" size={20} />}
            disabled={assignee.id === self.id}
            onClick={() => onAssign({ memberId: self.id })}
          >
            {assignee.id === self.id ? "You have it" : `Take over from ${assignee.name}`}
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<IconHandGrab size={18} />} rightSection={<kbd>t</kbd>} onClick={onTake}>
            Take it
          </Menu.Item>
        )}
        <Menu.Label>Members</Menu.Label>
        {members
          .filter(({ id, role }) => id !== self.id && role !== "observer")
          .map((member) => (
            <Menu.Item
              key={member.id}
              leftSection={<Avatar name={member.name} color="initials" size={20} />}
              rightSection={<AvailabilityDot state={member.availability.state} />}
              disabled={assignee?.id === member.id}
              onClick={() => onAssign({ memberId: member.id })}
            >
              {member.name}
              <Absence state={member.availability.state} />
            </Menu.Item>
          ))}
        {teams.length > 0 && <Menu.Label>Teams</Menu.Label>}
        {teams.map(({ id, name, members: own }) => (
          <Menu.Item
            key={id}
            leftSection={<IconUsersGroup size={18} />}
            rightSection={<Online ids={own.map((member) => member.id)} members={members} />}
            disabled={team?.id === id}
            onClick={() => onAssign({ teamId: id })}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconUserOff size={18} />}
          disabled={!assignee}
          onClick={() => onAssign({ memberId: null })}
        >
          Nobody
        </Menu.Item>
        {team && (
          <Menu.Item leftSection={<IconUsersMinus size={18} />} onClick={() => onAssign({ teamId: null })}>
            No team
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Says in words why somebody may not answer soon. */
function Absence({ state }: { state: Member["availability"]["state"] }) {
  if (state === "online") return null;
  return (
    <Text size="xs" c="dimmed">
      {availabilityLabel[state]}
    </Text>
  );
}

function Online({ ids, members }: { ids: string[]; members: readonly Member[] }) {
  const online = members.filter(({ id, availability }) => ids.includes(id) && availability.state === "online").length;
  return (
    <Text size="xs" c="dimmed">
      {online} online
    </Text>
  );
}
