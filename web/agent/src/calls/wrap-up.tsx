import { Button, Group, Text, Textarea } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useState } from "react";
import { sentence } from "../api/problem.ts";
import type { Call } from "../api/types.ts";
import { useSession } from "../session/session.tsx";
import classes from "./call-dock.module.css";
import { clockOf, outcomeOf, talkedMs } from "./call-words.ts";
import { Caller } from "./caller.tsx";
import { useCall, useDisposeCall, useDispositions } from "./use-calls.ts";
import { useSecond } from "./use-second.ts";
import { rememberWrapUp } from "./use-wrap-up.ts";

/** What a call came to, asked when it is over: until it is said, or her time for it is over, no other call is offered. */
export function WrapUp({ callId }: { callId: string }) {
  const { data: call } = useCall(callId);
  const dispose = useDisposeCall();
  const { data: names = [] } = useDispositions();
  const [chosen, setChosen] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const self = useSession().member.id;
  const isElsewhere = call !== undefined && goesOnWithout(call, self);
  useEffect(() => {
    if (isElsewhere) rememberWrapUp(null);
  }, [isElsewhere]);
  if (call?.state !== "ended" || !call.legs.some(({ memberId }) => memberId === self)) return null;
  const lasted = talkedMs(call);
  const save = () => {
    if (chosen === null || dispose.isPending) return;
    const said = { callId, disposition: chosen, note: note.trim() || null };
    dispose.mutate(said, { onSuccess: () => rememberWrapUp(null) });
  };
  const saveByKey = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
  };
  return (
    <article className={classes.card} aria-label="What came of the call" onKeyDown={saveByKey}>
      <header className={classes.head}>
        <Caller call={call} />
        <span className={classes.clock}>
          <span className={classes.quiet}>{outcomeOf(call)}</span>
          {lasted !== null && <time>{clockOf(lasted)}</time>}
        </span>
      </header>
      <div className={classes.choices} role="radiogroup" aria-label="It came to">
        {names.map((name) => (
          // biome-ignore lint/a11y/useSemanticElements: chips that look pressed, without a form around them
          <button key={name} type="button" role="radio" aria-checked={chosen === name} onClick={() => setChosen(name)}>
            {name}
          </button>
        ))}
      </div>
      <Textarea
        size="xs"
        autosize
        minRows={1}
        maxRows={5}
        maxLength={2000}
        aria-label="Note about the call"
        placeholder="A note, if there is more to say"
        value={note}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
      />
      {dispose.error && (
        <Text size="xs" c="red" role="alert">
          {sentence(dispose.error)}
        </Text>
      )}
      <Group justify="space-between" gap="xs">
        <Until call={call} />
        <Group gap="xs">
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => rememberWrapUp(null)}>
            Later
          </Button>
          <Button
            size="compact-sm"
            leftSection={<IconCheck size={15} />}
            disabled={chosen === null}
            loading={dispose.isPending}
            title="Done (Ctrl+Enter)"
            onClick={save}
          >
            Done
          </Button>
        </Group>
      </Group>
    </article>
  );
}

/** She handed it over, or left it to others: they say what came of it. */
function goesOnWithout({ state, legs }: Call, self: string): boolean {
  const live = legs.filter((leg) => leg.state !== "ended" && leg.role !== "customer");
  if (state === "ended" || live.some(({ memberId }) => memberId === self)) return false;
  return live.length > 0 || state === "waiting" || state === "voicemail";
}

/** When she is offered calls again without having said anything. */
function Until({ call }: { call: Call }) {
  const now = useSecond();
  const self = useSession().member.id;
  const until = call.legs.findLast(({ memberId }) => memberId === self)?.wrapUpUntil ?? null;
  const left = until === null ? 0 : Date.parse(until) - now;
  return (
    <Text size="xs" className={classes.quiet}>
      {left > 0 ? `No calls for ${clockOf(left)}` : "Calls are offered again"}
    </Text>
  );
}
