import { Tooltip } from "@mantine/core";
import type { Viewer } from "../realtime/presence.ts";
import classes from "./presence-dots.module.css";

/** One small dot a colleague; it beats while they type. */
export function PresenceDots({ colleagues }: { colleagues: readonly Viewer[] }) {
  if (colleagues.length === 0) return null;
  const text = colleagues.map(({ name, typing }) => `${name} is ${typing ? "typing" : "viewing"}`).join(", ");
  return (
    <Tooltip label={text}>
      <span className={classes.dots} role="img" aria-label={text}>
        {colleagues.slice(0, 3).map(({ memberId, name, typing }) => (
          <span key={memberId} className={classes.dot} data-typing={typing || undefined} aria-hidden="true">
            {name.slice(0, 1)}
          </span>
        ))}
      </span>
    </Tooltip>
  );
}
