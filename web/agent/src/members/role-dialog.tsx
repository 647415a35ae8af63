import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { sentence } from "../api/problem.ts";
import type { Role } from "../api/types.ts";
import { useSession } from "../session/session.tsx";
import classes from "./members-page.module.css";
import { groupsOf } from "./permission-words.ts";
import { type RoleWording, useDeleteRole, useRoles, useSaveRole } from "./use-roles.ts";

/** A role of the workspace's own, to make or to change. What one lacks oneself cannot be handed out. */
export function RoleDialog({ role, onClose }: { role: Role | null; onClose: () => void }) {
  const own = new Set<string>(useSession().permissions);
  const all = useRoles().data?.find(({ name, id }) => id === null && name === "owner")?.permissions ?? [];
  const [wording, setWording] = useState<RoleWording>({ name: role?.name ?? "", permissions: role?.permissions ?? [] });
  const save = useSaveRole(role);
  const remove = useDeleteRole(role?.id ?? "");
  const error = save.error ?? remove.error;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate(wording, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title={role ? role.name : "New role"} size="xl" centered>
      <form onSubmit={submit} aria-label={role ? role.name : "New role"}>
        <Stack gap="md">
          <TextInput
            label="Name"
            data-autofocus
            required
            maxLength={60}
            value={wording.name}
            onChange={(event) => setWording({ ...wording, name: event.currentTarget.value })}
          />
          <Checkbox.Group
            value={wording.permissions}
            onChange={(names) =>
              setWording({ ...wording, permissions: all.filter((permission) => names.includes(permission)) })
            }
          >
            <div className={classes.groups}>
              {groupsOf(all).map(({ title, permissions }) => (
                <Stack key={title} gap={7}>
                  <Text size="xs" fw={600} c="dimmed">
                    {title}
                  </Text>
                  {permissions.map(([name, words]) => (
                    <Checkbox
                      key={name}
                      size="xs"
                      value={name}
                      label={words}
                      disabled={!own.has(name) && !wording.permissions.some((held) => held === name)}
                    />
                  ))}
                </Stack>
              ))}
            </div>
          </Checkbox.Group>
          {error && (
            <Text size="sm" c="red" role="alert">
              {sentence(error)}
            </Text>
          )}
          <Group justify="space-between">
            {role ? (
              <Button
                size="xs"
                variant="subtle"
                color="red"
                disabled={role.members > 0 || remove.isPending}
                title={role.members > 0 ? "Members have this role" : undefined}
                onClick={() => remove.mutate(undefined, { onSuccess: onClose })}
              >
                Delete
              </Button>
            ) : (
              <span />
            )}
            <Button size="xs" type="submit" loading={save.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
