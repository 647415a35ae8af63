import { Avatar } from "@mantine/core";
import { IconUsersGroup } from "@tabler/icons-react";
import classes from "./mention-menu.module.css";
import type { MentionMenuState } from "./use-mention-menu.ts";

export const mentionMenuId = "mention-menu";

export function mentionOptionId(id: string): string {
  return `mention-${id}`;
}

/** Members and teams an at sign means, above the text. */
export function MentionMenu({ menu: { people, activeIndex, choose, point } }: { menu: MentionMenuState }) {
  if (!people) return null;
  return (
    <div id={mentionMenuId} role="listbox" aria-label="Members and teams" className={classes.menu}>
      {people.map((one, index) => (
        <div
          key={one.id}
          id={mentionOptionId(one.id)}
          role="option"
          tabIndex={-1}
          aria-selected={index === activeIndex}
          className={classes.option}
          onMouseMove={() => point(index)}
          // The text keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => choose(one)}
          onKeyDown={(event) => event.key === "Enter" && choose(one)}
        >
          {one.kind === "team" ? (
            <IconUsersGroup size={18} aria-hidden="true" />
          ) : (
            <Avatar name={one.name} color="initials" size={20} aria-hidden="true" />
          )}
          <span className={classes.name}>{one.name}</span>
          {one.kind === "team" && <span className={classes.kind}>team</span>}
        </div>
      ))}
    </div>
  );
}
