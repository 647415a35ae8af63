import classes from "./missing-notice.module.css";
import { gapsIn } from "./variables.ts";

/** Names the gaps a canned reply left in the text, for as long as they are in it. */
export function MissingNotice({ text }: { text: string }) {
  const gaps = gapsIn(text);
  return (
    <div role="status">
      {gaps.length > 0 && (
        <p className={classes.notice}>
          {gaps.length === 1 ? "This is not known here: " : "These are not known here: "}
          <b>{gaps.map((gap) => gap.slice(1, -1)).join(", ")}</b>. Write over the brackets before you send.
        </p>
      )}
    </div>
  );
}
