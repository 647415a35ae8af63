import { Button, Kbd, Text } from "@mantine/core";
import { IconPhone, IconPhoneOff } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { Call } from "../api/types.ts";
import { useMembers, useTeams } from "../teams/use-teams.ts";
import classes from "./call-dock.module.css";
import { clockOf, numberOf, spelled } from "./call-words.ts";
import { Caller } from "./caller.tsx";
import { usePhone } from "./phone/phone-provider.tsx";
import type { Leg } from "./phone/softphone.ts";
import { useCallKeys } from "./use-call-keys.ts";
import { usePhoneLines } from "./use-calls.ts";
import { useSecond } from "./use-second.ts";

/** Who calls, what is known of her, and since when she waits: Alt+A accepts, Alt+X declines, also while one writes. */
export function IncomingCall({ leg, call, onAccepted }: { leg: Leg; call: Call | null; onAccepted: () => void }) {
  const { obey } = usePhone();
  const [problem, setProblem] = useState<string | null>(null);
  const [done, setDone] = useState<"answer" | "decline" | null>(null);
  const act = (what: "answer" | "decline") => {
    if (done) return;
    setDone(what);
    obey({ do: what, sid: leg.sid }).then(
      () => what === "answer" && onAccepted(),
      (error: Error) => {
        setDone(null);
        setProblem(error.message);
      },
    );
  };
  useCallKeys({ a: () => act("answer"), x: () => act("decline") });
  useTitle("Call");
  return (
    <article className={classes.card} data-ringing="true" aria-label="Incoming call" aria-live="assertive">
      <header className={classes.head}>
        <span className={classes.ring} aria-hidden="true">
          <IconPhone size={17} />
        </span>
        {call ? <Caller call={call} /> : <span className={classes.name}>Incoming call</span>}
      </header>
      {call && <Way call={call} />}
      {call?.summary && (
        <Text size="xs" className={classes.summary}>
          {call.summary}
        </Text>
      )}
      {problem && (
        <Text size="xs" c="red" role="alert">
          {problem}
        </Text>
      )}
      <div className={classes.answers}>
        <Button
          color="teal"
          size="sm"
          px={8}
          leftSection={<IconPhone size={16} />}
          loading={done === "answer"}
          onClick={() => act("answer")}
          title="Accept (Alt+A)"
        >
          Accept <Kbd className={classes.key}>Alt A</Kbd>
        </Button>
        <Button
          color="red"
          variant="light"
          size="sm"
          px={8}
          leftSection={<IconPhoneOff size={16} />}
          onClick={() => act("decline")}
          title="Decline (Alt+X)"
        >
          Decline <Kbd className={classes.key}>Alt X</Kbd>
        </Button>
      </div>
    </article>
  );
}

/** By which number and queue she came, and how long she waits. */
function Way({ call }: { call: Call }) {
  const now = useSecond();
  const lines = usePhoneLines().data ?? [];
  const teams = useTeams().data ?? [];
  const line = lines.find(({ number }) => number === call.line)?.name;
  const team = teams.find(({ id }) => id === call.teamId)?.name;
  const people = useMembers().data?.data ?? [];
  // Who talks with her has her come in.
  const host = call.state === "connected" && people.find(({ id }) => id === call.memberId);
  const since = call.queuedAt ?? call.startedAt;
  const parts = [
    host && `${host.name} asks you to come in`,
    !host && call.direction === "outbound" ? "You asked for this call" : `To ${line || spelled(call.line)}`,
    team,
    numberOf(call),
    call.direction === "inbound" && !host && `waiting ${clockOf(now - Date.parse(since))}`,
  ].filter(Boolean);
  return (
    <Text size="xs" className={classes.quiet}>
      {parts.join(" · ")}
    </Text>
  );
}

/** Seen in the tab of the browser, too. */
function useTitle(prefix: string): void {
  useEffect(() => {
    const before = document.title;
    document.title = `☎ ${prefix} – ${before}`;
    return () => {
      if (document.title.startsWith("☎")) document.title = before;
    };
  }, [prefix]);
}
