import { Avatar, Menu, Text, UnstyledButton } from "@mantine/core";
import { IconKeyboard, IconLogout } from "@tabler/icons-react";
import { useLogout, useSession } from "./session.tsx";

export function UserMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const { member, user, workspace } = useSession();
  const logout = useLogout();
  return (
    <Menu position="bottom-end" width={230} shadow="md">
      <Menu.Target>
        <UnstyledButton aria-label={`Account of ${member.name}`}>
          <Avatar name={member.name} color="initials" size={30} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)" truncate>
            {member.name}
          </Text>
          <Text size="xs" truncate>
            {user.email}
          </Text>
          <Text size="xs" truncate>
            {workspace.name} · {member.role}
          </Text>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={onShortcuts}>
          Keyboard shortcuts
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void logout()}>
          Log out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
