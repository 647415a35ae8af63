import { Badge, Button, Group, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { Role } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import classes from "./members-page.module.css";
import { groupsOf } from "./permission-words.ts";
import { roleName } from "./role-name.ts";
import { useRoles } from "./use-roles.ts";

export function RoleList({ onEdit }: { onEdit: (role: Role | "new") => void }) {
  const mayManage = useMay("members:manage");
  const { data: roles = [] } = useRoles();
  return (
    <section className={classes.section} aria-label="Roles">
      <div className={classes.head}>
        <h2 className={classes.title}>Roles</h2>
        {mayManage && (
          <Button size="xs" variant="default" leftSection={<IconPlus size={15} />} onClick={() => onEdit("new")}>
            New role
          </Button>
        )}
      </div>
      {roles.map((role) => (
        <div key={role.id ?? role.name} className={classes.role}>
          <div>
            <Group gap={8}>
              <Text size="sm" fw={500}>
                {roleName(role.name, role.id)}
              </Text>
              {role.id === null && (
                <Badge size="xs" variant="light" color="gray">
                  Built in
                </Badge>
              )}
              <Text size="xs" c="dimmed">
                {role.members === 1 ? "1 member" : `${role.members} members`}
              </Text>
            </Group>
            <Text size="xs" c="dimmed">
              {inWords(role)}
            </Text>
          </div>
          {role.id !== null && mayManage && (
            <Button size="compact-xs" variant="default" aria-label={`Edit ${role.name}`} onClick={() => onEdit(role)}>
              Edit
            </Button>
          )}
        </div>
      ))}
    </section>
  );
}

function inWords({ permissions }: Role): string {
  const held = new Set<string>(permissions);
  const groups = groupsOf(permissions);
  const words = groups.flatMap((group) => group.permissions.filter(([name]) => held.has(name)).map(([, said]) => said));
  const all = groups.reduce((sum, group) => sum + group.permissions.length, 0);
  if (words.length === all) return "Everything";
  return words.length === 0 ? "Nothing yet" : words.join(", ");
}
