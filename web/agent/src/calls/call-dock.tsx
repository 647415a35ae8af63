import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { Call } from "../api/types.ts";
import { ActiveCall } from "./active-call.tsx";
import classes from "./call-dock.module.css";
import { IncomingCall } from "./incoming-call.tsx";
import { usePhone } from "./phone/phone-provider.tsx";
import type { Leg } from "./phone/softphone.ts";
import { useLiveCalls, useOwnLeg } from "./use-calls.ts";
import { useDockRoom } from "./use-dock-room.ts";
import { isWriting, useConversationOf } from "./use-open-conversation.ts";
import { rememberWrapUp, useWrapUp } from "./use-wrap-up.ts";
import { WrapUp } from "./wrap-up.tsx";

/** The call that rings, the one she is on, and the one she has to say a word about; on every page. */
export function CallDock() {
  const { state } = usePhone();
  return state ? <Dock legs={state.legs} /> : null;
}

function Dock({ legs }: { legs: readonly Leg[] }) {
  const { data: calls = [] } = useLiveCalls();
  const ownLeg = useOwnLeg();
  const ringing = legs.find((leg) => leg.isIncoming && leg.state === "ringing");
  const open = legs.find((leg) => leg.state === "open");
  const active = calls.find((call) => ownLeg(call)?.state === "answered" || (open && isOf(call, open)));
  const offered = ringing && calls.find((call) => isOf(call, ringing) || ownLeg(call)?.state === "ringing");
  // Accepted, its conversation opens, as soon as it is known which call it was. Who is in the middle of a sentence ends
  // it first: Alt+O is on the bar.
  const [accepted, setAccepted] = useState<string | null>(null);
  const { open: openConversation } = useConversationOf(active ?? null);
  const isAccepted = accepted !== null && active?.legs.some(({ externalId }) => externalId === accepted) === true;
  const goToIt = useEffectEvent(() => {
    setAccepted(null);
    if (!isWriting()) openConversation();
  });
  useEffect(() => {
    if (isAccepted) goToIt();
  }, [isAccepted]);
  const dock = useRef<HTMLElement>(null);
  useDockRoom(dock);
  const wrapUpId = useWrapUp();
  // Whatever ends it, and whichever page she is on, she is asked what came of it.
  const activeId = active?.id ?? null;
  const [seenId, setSeenId] = useState<string | null>(null);
  if (activeId !== null && activeId !== seenId) setSeenId(activeId);
  useEffect(() => {
    if (activeId !== null) rememberWrapUp(activeId);
  }, [activeId]);
  return (
    <section ref={dock} className={classes.dock} aria-label="Your phone" aria-live="polite">
      {ringing && <IncomingCall leg={ringing} call={offered ?? null} onAccepted={() => setAccepted(ringing.sid)} />}
      {active && <ActiveCall key={active.id} call={active} leg={open ?? null} />}
      {!active && open && <Connecting leg={open} />}
      {wrapUpId !== null && wrapUpId !== activeId && <WrapUp key={wrapUpId} callId={wrapUpId} />}
    </section>
  );
}

function isOf({ legs }: Call, { sid }: Leg): boolean {
  return legs.some(({ externalId }) => externalId === sid);
}

function Connecting({ leg }: { leg: Leg }) {
  const { obey } = usePhone();
  return (
    <article className={classes.card} aria-label="Call">
      <span className={classes.name}>Connecting…</span>
      <button type="button" className={classes.plain} onClick={() => void obey({ do: "hangUp", sid: leg.sid })}>
        Hang up
      </button>
    </article>
  );
}
