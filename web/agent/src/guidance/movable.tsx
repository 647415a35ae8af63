import { ActionIcon } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconTrash } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import classes from "./guidance.module.css";

interface Props {
  /** What is moved, as a screen reader says it. */
  name: string;
  /** From 0. */
  place: number;
  last: number;
  onMove: (to: number) => void;
  onRemove: () => void;
}

/** Up, down and away. */
export function Moves({ name, place, last, onMove, onRemove }: Props) {
  const act = (label: string, icon: React.ReactNode, onClick: () => void, disabled = false) => (
    <ActionIcon
      size="sm"
      variant="subtle"
      color="gray"
      aria-label={`${label} ${name}`}
      title={`${label} ${name}`}
      disabled={disabled}
      onClick={onClick}
    >
      {icon}
    </ActionIcon>
  );
  return (
    <span className={classes.moves}>
      {act("Move up:", <IconArrowUp size={15} />, () => onMove(place - 1), place === 0)}
      {act("Move down:", <IconArrowDown size={15} />, () => onMove(place + 1), place === last)}
      {act("Remove", <IconTrash size={15} />, onRemove)}
    </span>
  );
}

/** Alt and an arrow move what one is in. */
export function movedByKey(place: number, onMove: (to: number) => void) {
  return (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    event.stopPropagation();
    onMove(place + (event.key === "ArrowDown" ? 1 : -1));
  };
}

/** The list with one at another place; as it is when there is no such place. */
export function moved<T>(rows: readonly T[], from: number, to: number): T[] {
  return to < 0 || to >= rows.length ? [...rows] : rows.toSpliced(from, 1).toSpliced(to, 0, rows[from]!);
}
