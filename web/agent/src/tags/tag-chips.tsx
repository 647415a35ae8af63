import { Badge } from "@mantine/core";
import type { Tag } from "../api/types.ts";
import classes from "./tag-chips.module.css";
import { useTagsOf } from "./use-tags.ts";

export function TagChip({ tag: { name, color, archivedAt } }: { tag: Tag }) {
  return (
    <Badge
      size="sm"
      color={color}
      variant="light"
      className={classes.chip}
      data-archived={archivedAt ? true : undefined}
      title={archivedAt ? `${name} (archived)` : name}
    >
      {name}
    </Badge>
  );
}

/** The first few tags, and how many there are beyond. */
export function TagChips({ ids, most }: { ids: readonly string[]; most: number }) {
  const tags = useTagsOf(ids);
  if (tags.length === 0) return null;
  const shown = tags.length > most ? tags.slice(0, most) : tags;
  const rest = tags.slice(shown.length);
  return (
    <span className={classes.chips}>
      {shown.map((tag) => (
        <TagChip key={tag.id} tag={tag} />
      ))}
      {rest.length > 0 && (
        <span className={classes.rest} title={rest.map(({ name }) => name).join(", ")}>
          +{rest.length}
        </span>
      )}
    </span>
  );
}
