import classes from "./mention-menu.module.css";
import { marked } from "./mentions.ts";

/** A note with the names it calls. */
export function MarkedText({ text, names }: { text: string; names: readonly string[] }) {
  return marked(text, names).map((piece, index) => {
    const key = `${index}:${piece.text.length}`;
    return piece.named ? (
      <mark key={key} className={classes.marked}>
        {piece.text}
      </mark>
    ) : (
      <span key={key}>{piece.text}</span>
    );
  });
}
