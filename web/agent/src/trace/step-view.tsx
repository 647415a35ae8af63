import { Text } from "@mantine/core";
import { IconAlertTriangle, IconSearch, IconSparkles } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { RunStep } from "../api/types.ts";
import classes from "./trace.module.css";
import { asideGist, costText, duration, finalWord, gist, laidOut, stepTitle } from "./wording.ts";

/** One call of a model or a tool: what it was about in a line, and all of it on demand. */
export function StepView({ step, isFirst }: { step: RunStep; isFirst: boolean }) {
  const { kind, error, durationMs, told } = step;
  const isModel = kind !== "tool";
  const isTurn = kind === "model";
  return (
    <li className={classes.step} data-failed={error !== null || undefined}>
      <div className={classes.line}>
        {isModel ? <IconSparkles size={15} aria-hidden="true" /> : <IconSearch size={15} aria-hidden="true" />}
        <span className={classes.name}>{stepTitle(step)}</span>
        <span className={classes.facts}>
          {isModel && `${costText(step)}, `}
          {duration(durationMs)}
        </span>
      </div>
      {isTurn && !isFirst && told.map((text) => <Refused key={text} text={text} />)}
      {error && (
        <Text size="sm" c="red">
          {isModel ? error : `Not done: ${error}`}
        </Text>
      )}
      {isTurn && <ModelStep step={step} isFirst={isFirst} />}
      {isModel && !isTurn && <AsideStep step={step} />}
      {!isModel && <ToolStep step={step} />}
    </li>
  );
}

/** Why the answer before this one could not be used. */
function Refused({ text }: { text: string }) {
  const problems = /^Your answer cannot be used\. (.*) Write it again\.$/s.exec(text)?.[1];
  return (
    <p className={classes.refused}>
      <IconAlertTriangle size={14} aria-hidden="true" /> {problems ? `That answer was refused. ${problems}` : text}
    </p>
  );
}

function ModelStep({ step, isFirst }: { step: RunStep; isFirst: boolean }) {
  const { said, told } = step;
  const final = finalWord(said);
  const reply = typeof final?.reply === "string" ? final.reply : null;
  return (
    <>
      {reply ? <blockquote className={classes.said}>{reply}</blockquote> : null}
      {said && !reply && <blockquote className={classes.said}>{said}</blockquote>}
      {isFirst && told.length > 0 && <Whole label="What it read" text={told.join("\n\n")} />}
      {final && <Whole label="Its whole answer" text={laidOut(final)} />}
    </>
  );
}

/** A question to a model without tools, beside the turn. */
function AsideStep({ step }: { step: RunStep }) {
  const { said, told } = step;
  const found = asideGist(step);
  return (
    <>
      {found && <Text size="sm">{found}</Text>}
      {told.length > 0 && <Whole label="What it was shown" text={told.join("\n\n")} />}
      {said && <Whole label="Its whole answer" text={laidOut(said)} />}
    </>
  );
}

function ToolStep({ step: { asked, result, error } }: { step: RunStep }) {
  const short = gist(result);
  return (
    <>
      {short && short !== error && <Text size="sm">Was told: {short}</Text>}
      {asked && asked !== "{}" && <Whole label="What it asked" text={laidOut(asked)} />}
      {result !== null && result !== undefined && <Whole label="All it was told" text={laidOut(result)} />}
    </>
  );
}

function Whole({ label, text }: { label: string; text: string }): ReactNode {
  return (
    <details className={classes.whole}>
      <summary>{label}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard */}
      <pre tabIndex={0}>{text}</pre>
    </details>
  );
}
