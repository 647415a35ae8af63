import { Avatar, Button, Menu } from "@mantine/core";
import { IconChevronDown, IconUserOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { Conversation } from "../api/types.ts";
import { useSession } from "../session/session.tsx";

interface Props {
  conversation: Conversation;
  onAssign: (memberId: string | null) => void;
}

export function AssignMenu({ conversation, onAssign }: Props) {
  const self = useSession().member;
  const { assignee } = conversation;
  const members = useQuery({ queryKey: keys.members, queryFn: () => answer(api.GET("/v1/members")) });
  const colleagues = members.data?.data.filter(({ id }) => id !== self.id) ?? [];
  return (
    <Menu position="bottom-end" width={230} shadow="md">
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          aria-label={`Assignee: ${assignee?.name ?? "nobody"}`}
          rightSection={<IconChevronDown size={14} aria-hidden="true" />}
        >
          {assignee ? assignee.name : "Unassigned"}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Assign to</Menu.Label>
        <Menu.Item
          leftSection={<Avatar name={self.name} color="initials" size={20} />}
          rightSection={<kbd>a</kbd>}
          disabled={assignee?.id === self.id}
          onClick={() => onAssign(self.id)}
        >
          Me
        </Menu.Item>
        {colleagues.map(({ id, name }) => (
          <Menu.Item
            key={id}
            leftSection={<Avatar name={name} color="initials" size={20} />}
            disabled={assignee?.id === id}
            onClick={() => onAssign(id)}
          >
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconUserOff size={18} />} disabled={!assignee} onClick={() => onAssign(null)}>
          Nobody
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
