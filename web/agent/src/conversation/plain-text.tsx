import { Fragment, useState } from "react";
import classes from "./message-body.module.css";
import { splitQuote } from "./split-quote.ts";

const link = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]'])/;

/** Text as written, with links that open elsewhere and the quoted older mail folded away. */
export function PlainText({ text }: { text: string }) {
  const { own, quoted } = splitQuote(text);
  const [unfolded, setUnfolded] = useState(false);
  return (
    <div className={classes.text}>
      <Linked text={own} />
      {quoted && (
        <>
          <button
            type="button"
            className={classes.fold}
            aria-expanded={unfolded}
            aria-label={unfolded ? "Hide quoted text" : "Show quoted text"}
            onClick={() => setUnfolded(!unfolded)}
          >
            ···
          </button>
          {unfolded && (
            <div className={classes.quoted}>
              <Linked text={quoted} />
            </div>
          )}
        </>
      )}
    </div>
  );
}

function Linked({ text }: { text: string }) {
  return text.split(link).map((part, index) => {
    const key = `${index}:${part.length}`;
    if (index % 2 === 0) return <Fragment key={key}>{part}</Fragment>;
    return (
      <a key={key} href={part} target="_blank" rel="noopener noreferrer">
        {part}
      </a>
    );
  });
}
