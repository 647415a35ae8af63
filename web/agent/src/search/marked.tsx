import type { SearchHit } from "../api/types.ts";
import classes from "./search-hits.module.css";

type Pieces = Extract<SearchHit, { type: "order" }>["name"];

/** A text with what fits marked. React escapes the pieces like any other text. */
export function Marked({ text }: { text: Pieces }) {
  let at = 0;
  return (
    <>
      {text.map((piece) => {
        const key = at;
        at += piece.text.length;
        return piece.match ? (
          <mark key={key} className={classes.mark}>
            {piece.text}
          </mark>
        ) : (
          <span key={key}>{piece.text}</span>
        );
      })}
    </>
  );
}
