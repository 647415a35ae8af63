import { Text } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { sentence } from "../api/problem.ts";
import type { Call, CallLine } from "../api/types.ts";
import classes from "./call-entry.module.css";
import { useCallLines } from "./use-calls.ts";

/** What was said, with the assistant or while the call was recorded; while they talk, it is followed. */
export function CallLines({ call }: { call: Call }) {
  const isLive = call.state === "assistant" || (call.state === "connected" && call.isRecorded);
  // Of a recorded call that the assistant gave away, both stand there.
  const what = call.assistantAt && !call.isRecorded ? "what was said to the assistant" : "what was said";
  const [chosen, setChosen] = useState<boolean | null>(null);
  // Who goes on with a call has the summary; who finds one that the assistant ended reads what was said.
  const shown = chosen ?? (call.state === "assistant" || call.outcome === "assistant");
  const { data: lines, error } = useCallLines(call.id, shown);
  return (
    <section className={classes.said} aria-label={`W${what.slice(1)}`}>
      <button type="button" className={classes.plain} aria-expanded={shown} onClick={() => setChosen(!shown)}>
        {shown ? `Hide ${what}` : `Show ${what}`}
      </button>
      {shown && error && !lines && (
        <Text size="xs" c="red" role="alert">
          {sentence(error)}
        </Text>
      )}
      {shown && lines?.length === 0 && (
        <Text size="xs" className={classes.quiet}>
          Nothing was said{isLive ? " yet" : ""}.
        </Text>
      )}
      {shown && lines && lines.length > 0 && <Lines lines={lines} call={call} isLive={isLive} />}
    </section>
  );
}

function Lines({ lines, call, isLive }: { lines: readonly CallLine[]; call: Call; isLive: boolean }) {
  const customer = call.direction === "inbound" ? "Caller" : "Customer";
  const speakers: Record<CallLine["speaker"], string> = { ai: "Assistant", customer, shop: "Shop" };
  const list = useRef<HTMLOListElement>(null);
  const { length } = lines;
  useEffect(() => {
    if (isLive && length > 0) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [isLive, length]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
    <ol ref={list} className={classes.lines} tabIndex={0} data-own-arrows aria-live={isLive ? "polite" : "off"}>
      {lines.map(({ id, speaker, text, wasCut }) => (
        <li key={id} data-speaker={speaker}>
          <b>{speakers[speaker]}</b> <span>{text}</span>
          {wasCut && <span className={classes.cut}> — interrupted</span>}
        </li>
      ))}
    </ol>
  );
}
