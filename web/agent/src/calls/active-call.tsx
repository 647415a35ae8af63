import { ActionIcon, Button, Kbd, Text, Tooltip } from "@mantine/core";
import {
  IconDialpad,
  IconMessages,
  IconMicrophone,
  IconMicrophoneOff,
  IconPhoneOff,
  IconPlayerPause,
  IconPlayerPlay,
} from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { Link } from "wouter";
import { sentence } from "../api/problem.ts";
import type { Call } from "../api/types.ts";
import { useSession } from "../session/session.tsx";
import classes from "./call-dock.module.css";
import { clockOf, spelled, stateOf } from "./call-words.ts";
import { Caller } from "./caller.tsx";
import { Captions } from "./captions.tsx";
import { Keypad } from "./keypad.tsx";
import { Others } from "./others.tsx";
import { usePhone } from "./phone/phone-provider.tsx";
import type { Leg } from "./phone/softphone.ts";
import { TransferMenu } from "./transfer-menu.tsx";
import { useCallKeys } from "./use-call-keys.ts";
import { type CallChange, useChangeCall, useOwnLeg } from "./use-calls.ts";
import { useConversationOf } from "./use-open-conversation.ts";
import { useSecond } from "./use-second.ts";

/** The call she is on. `leg` is null where her phone is not in this browser. */
export function ActiveCall({ call, leg }: { call: Call; leg: Leg | null }) {
  const { obey } = usePhone();
  const change = useChangeCall();
  const own = useOwnLeg()(call);
  const self = useSession().member.id;
  const [keys, setKeys] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const act = (what: CallChange) => {
    setProblem(null);
    if (!change.isPending) change.mutate({ callId: call.id, change: what });
  };
  const press = (command: Parameters<typeof obey>[0]) => {
    setProblem(null);
    obey(command).catch((error: Error) => setProblem(error.message));
  };
  const customer = call.legs.find(({ role }) => role === "customer");
  const onHold = customer?.onHold ?? false;
  const others = call.legs.filter(
    ({ role, memberId, state }) => role !== "customer" && memberId !== self && state !== "ended",
  );
  const isTalking = call.state === "connected";
  const hold = () => act({ onHold: !onHold });
  const mute = () => leg && press({ do: "mute", sid: leg.sid, muted: !leg.isMuted });
  // Alone with the customer, to go is to end it; with others, they go on without her.
  const hangUp = () => {
    const removal: CallChange = others.length > 0 && own ? { removeLeg: own.id } : { end: true };
    change.mutate(
      { callId: call.id, change: removal },
      { onError: () => leg && press({ do: "hangUp", sid: leg.sid }) },
    );
  };
  const conversation = useConversationOf(call);
  useCallKeys({
    m: leg ? mute : undefined,
    h: isTalking ? hold : undefined,
    x: hangUp,
    o: conversation.open,
  });
  const said = problem ?? (change.error && sentence(change.error));
  return (
    <article className={classes.card} data-hold={onHold || undefined} aria-label="Call">
      <header className={classes.head}>
        <Caller call={call} />
        <Clock call={call} onHold={onHold} />
      </header>
      {conversation.path && !conversation.isOpen && (
        <Link href={conversation.path} className={classes.open} title="Open the conversation (Alt+O)">
          <IconMessages size={14} aria-hidden="true" /> Open the conversation <Kbd className={classes.key}>Alt O</Kbd>
        </Link>
      )}
      {others.length > 0 && <Others legs={others} onRemove={(legId) => act({ removeLeg: legId })} />}
      <div className={classes.tools} role="toolbar" aria-label="On this call">
        {leg && (
          <Tool
            label={leg.isMuted ? "Unmute" : "Mute"}
            hint="Alt+M"
            isOn={leg.isMuted}
            icon={leg.isMuted ? <IconMicrophoneOff size={18} /> : <IconMicrophone size={18} />}
            onClick={mute}
          />
        )}
        {isTalking && (
          <Tool
            label={onHold ? "Take off hold" : "Hold"}
            hint="Alt+H"
            isOn={onHold}
            icon={onHold ? <IconPlayerPlay size={18} /> : <IconPlayerPause size={18} />}
            onClick={hold}
          />
        )}
        {leg && (
          <Tool label="Keys" isOn={keys} icon={<IconDialpad size={18} />} onClick={() => setKeys((shown) => !shown)} />
        )}
        {isTalking && (
          <TransferMenu
            onTransfer={(to) => act({ transfer: to })}
            onAdd={(to) => {
              // She hears nothing of what they say about her.
              if (!onHold) act({ onHold: true });
              change.mutate({ callId: call.id, change: { add: to } });
            }}
          />
        )}
        <Button
          color="red"
          size="compact-sm"
          className={classes.hangUp}
          leftSection={<IconPhoneOff size={15} />}
          title={`${others.length > 0 ? "Leave" : "Hang up"} (Alt+X)`}
          onClick={hangUp}
        >
          {others.length > 0 ? "Leave" : "Hang up"}
        </Button>
      </div>
      {others.length > 0 && (
        <button type="button" className={classes.plain} onClick={() => act({ end: true })}>
          End the call for everybody
        </button>
      )}
      {keys && leg && <Keypad onKey={(digits) => press({ do: "keys", sid: leg.sid, digits })} />}
      {leg?.heard && <Captions leg={leg} onSay={(text) => press({ do: "say", sid: leg.sid, text })} />}
      {!leg && <Text size="xs">Your phone is not in this browser: here you can only see the call.</Text>}
      {said && (
        <Text size="xs" c="red" role="alert">
          {said}
        </Text>
      )}
    </article>
  );
}

function Clock({ call, onHold }: { call: Call; onHold: boolean }) {
  const now = useSecond();
  const since = call.answeredAt ?? call.startedAt;
  const isTalking = call.state === "connected";
  // Between accepting and the customer's coming into the room, nobody hears what is said.
  const isHere = call.legs.some(({ role, isIn }) => role === "customer" && isIn);
  return (
    <span className={classes.clock}>
      <span className={classes.quiet}>
        {onHold ? "On hold" : isTalking && !isHere ? "Putting through…" : stateOf(call)}
        {call.direction === "outbound" && !isTalking && call.number ? ` ${spelled(call.number)}` : ""}
      </span>
      <time>{clockOf(now - Date.parse(since))}</time>
      {call.isRecorded && <span className={classes.recording}>Recorded</span>}
    </span>
  );
}

interface ToolProps {
  label: string;
  hint?: string;
  icon: ReactNode;
  isOn?: boolean;
  onClick: () => void;
}

function Tool({ label, hint, icon, isOn = false, onClick }: ToolProps) {
  return (
    <Tooltip label={hint ? `${label} (${hint})` : label} openDelay={300}>
      <ActionIcon
        variant={isOn ? "filled" : "default"}
        size="lg"
        aria-label={label}
        aria-pressed={isOn}
        onClick={onClick}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
