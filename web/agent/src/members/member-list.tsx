import { Select, Text } from "@mantine/core";
import { sentence } from "../api/problem.ts";
import type { Member } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import classes from "./members-page.module.css";
import { roleName } from "./role-name.ts";
import { useMembersWithRoles, useRoles, useSetRole } from "./use-roles.ts";

export function MemberList() {
  const { data, error } = useMembersWithRoles();
  return (
    <section className={classes.section} aria-label="Members">
      <div className={classes.head}>
        <h2 className={classes.title}>Members</h2>
      </div>
      {error && <Text role="alert">{sentence(error)}</Text>}
      {data?.map((member) => (
        <MemberRow key={member.id} member={member} />
      ))}
    </section>
  );
}

function MemberRow({ member }: { member: Member }) {
  const mayManage = useMay("members:manage");
  const { data: roles = [] } = useRoles();
  const setRole = useSetRole(member.id);
  const held = member.customRole?.id ?? member.role;
  return (
    <div className={classes.row}>
      <div>
        <Text size="sm" fw={500}>
          {member.name}
        </Text>
        <Text size="xs" c={setRole.isError ? "red" : "dimmed"} role={setRole.isError ? "alert" : undefined}>
          {setRole.isError ? sentence(setRole.error) : member.email}
        </Text>
      </div>
      {mayManage ? (
        <Select
          aria-label={`Role of ${member.name}`}
          size="xs"
          allowDeselect={false}
          disabled={setRole.isPending}
          data={roles.map(({ id, name }) => ({ value: id ?? name, label: roleName(name, id) }))}
          value={setRole.isPending ? (setRole.variables ?? held) : held}
          onChange={(role) => role && role !== held && setRole.mutate(role)}
        />
      ) : (
        <Text size="sm">{member.customRole?.name ?? roleName(member.role, null)}</Text>
      )}
    </div>
  );
}
