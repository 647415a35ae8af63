import { ActionIcon, Text, TextInput } from "@mantine/core";
import { IconArchiveOff, IconArrowDown, IconArrowUp, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { sentence } from "../api/problem.ts";
import type { Status } from "../api/types.ts";
import classes from "./statuses-page.module.css";
import { longestStatusName, useRemoveStatus, useUpdateStatus } from "./use-statuses.ts";

interface Props {
  status: Status;
  /** Among its category's own statuses, from 1; the default has none. */
  place: number;
  last: number;
  mayManage: boolean;
}

/** The name is saved when one leaves it or presses Enter; Escape takes the change back. */
export function StatusRow({ status, place, last, mayManage }: Props) {
  const [name, setName] = useState(status.name);
  const update = useUpdateStatus(status.id);
  const remove = useRemoveStatus(status);
  const problem = update.error ?? remove.error;
  if (!mayManage) return <span className={classes.name}>{status.name}</span>;
  const save = () => name.trim() !== "" && name !== status.name && update.mutate({ name });
  const isMovable = !status.isDefault && !status.archivedAt;
  const move = (to: number) => update.isPending || update.mutate({ position: to });
  return (
    <>
      <TextInput
        className={classes.name}
        variant="unstyled"
        aria-label={`Name of ${status.name}`}
        maxLength={longestStatusName}
        value={name}
        error={problem ? sentence(problem) : undefined}
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === "Enter") save();
          if (event.key !== "Escape") return;
          setName(status.name);
          update.reset();
        }}
      />
      {status.isDefault && (
        <Text size="xs" c="dimmed">
          Default
        </Text>
      )}
      {isMovable && (
        <>
          <Act label={`Move ${status.name} up`} disabled={place === 1} onClick={() => move(place - 1)}>
            <IconArrowUp size={16} />
          </Act>
          <Act label={`Move ${status.name} down`} disabled={place === last} onClick={() => move(place + 1)}>
            <IconArrowDown size={16} />
          </Act>
        </>
      )}
      {!status.isDefault && (
        <Act
          label={`${status.archivedAt ? "Restore" : "Delete"} ${status.name}`}
          title={status.archivedAt ? "Restore" : "Delete; if conversations have it, it is archived and stays on them"}
          onClick={() => remove.isPending || remove.mutate()}
        >
          {status.archivedAt ? <IconArchiveOff size={16} /> : <IconTrash size={16} />}
        </Act>
      )}
    </>
  );
}

interface ActProps {
  label: string;
  title?: string;
  disabled?: boolean;
  onClick: () => void;
  children: React.ReactNode;
}

function Act({ label, title = label, disabled = false, onClick, children }: ActProps) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={label} title={title} disabled={disabled} onClick={onClick}>
      {children}
    </ActionIcon>
  );
}
