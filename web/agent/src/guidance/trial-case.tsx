import { Badge, Button, Text } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import { dollars } from "../ai-models/wording.ts";
import type { TrialCase } from "../api/types.ts";
import { splitQuote } from "../conversation/split-quote.ts";
import { Moment } from "../shell/moment.tsx";
import { handOverText, judgement } from "../trace/wording.ts";
import classes from "./trial.module.css";
import { differs, nowWords, thenWords } from "./trial-words.ts";

/** Longer than this and a text is shown by its beginning. */
const SHORT_CHARACTERS = 420;

/** One conversation: what she wrote, what she was answered then, and what the AI would answer now. */
export function TrialCaseView({ one }: { one: TrialCase }) {
  const [whole, setWhole] = useState(false);
  const asked = one.asked ? splitQuote(one.asked.text).own : null;
  const said = one.said ? splitQuote(one.said.text).own : null;
  const isLong = [asked, said, one.reply].some((text) => (text?.length ?? 0) > SHORT_CHARACTERS);
  const title = [one.customerName || "Unknown customer", one.subject].filter(Boolean).join(" · ");
  const { words, color } = nowWords[one.outcome];
  return (
    <li className={classes.case} data-case data-whole={whole || undefined}>
      <div className={classes.caseHead}>
        <Link to={`/inbox/open/${one.conversationId}`}>{title}</Link>
        {differs(one) && (
          <Badge size="sm" color="yellow" variant="light">
            Different outcome
          </Badge>
        )}
        <span className={classes.quiet}>{one.asked && <Moment at={one.asked.sentAt} />}</span>
      </div>
      <Words text={asked} none="What she wrote is gone." />
      <div className={classes.sides}>
        <section aria-label="Then" className={classes.then}>
          <h3>Then: {thenWords(one)}</h3>
          <Words text={said} none={null} />
        </section>
        <section aria-label="Now" className={classes.now}>
          <h3>
            Now:{" "}
            <Badge size="sm" color={color} variant="light">
              {words}
            </Badge>
          </h3>
          <Words text={one.reply} none={null} />
          <Why one={one} />
        </section>
      </div>
      {isLong && (
        <Button size="compact-xs" variant="subtle" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? "Show the beginning" : "Show all of it"}
        </Button>
      )}
    </li>
  );
}

function Words({ text, none }: { text: string | null; none: string | null }) {
  if (text) return <p className={classes.words}>{text}</p>;
  return none && <p className={classes.quiet}>{none}</p>;
}

/** How sure it is, what it rests on, and what the checks refused on the way. */
function Why({ one }: { one: TrialCase }) {
  const { outcome, handOverReason, reason, sources, refused, costMicros } = one;
  const judged = judgement(one);
  return (
    <div className={classes.why}>
      {handOverReason && <Text size="xs">Because {handOverText(handOverReason)}.</Text>}
      {outcome === "failed" && reason && <Text size="xs">{reason}</Text>}
      {judged && <Text size="xs">{judged}</Text>}
      {sources.length > 0 && (
        <ul className={classes.sources} aria-label="What it rests on">
          {sources.map(({ kind, id, label }) => (
            <li key={`${kind} ${id}`}>{label}</li>
          ))}
        </ul>
      )}
      {refused.length > 0 && (
        <ul className={classes.refused} aria-label="Refused by the checks">
          {refused.map((problem, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same may be refused twice, and the list never moves
            <li key={n}>Refused on the way: {problem}</li>
          ))}
        </ul>
      )}
      {costMicros > 0 && (
        <Text size="xs" c="dimmed">
          {dollars(costMicros)}
        </Text>
      )}
    </div>
  );
}
