import type { Command, Heard, Leg, OpenSoftphone, PhoneState } from "./softphone.ts";

/** A call as the stand-in shows it. */
interface Shown {
  sid: string;
  incoming: boolean;
  status: string;
  answeredAt: string | null;
  parameters: Record<string, string>;
  heard: Heard[];
}

const over: ReadonlySet<string> = new Set(["completed", "busy", "no-answer", "failed", "canceled"]);

/** The softphone of the sandbox, where sound is text: plain HTTP, and events for as long as it can be called. */
export const openStandInSoftphone: OpenSoftphone = ({ token: first, address }, show) => {
  let token = first;
  let shown: Shown[] = [];
  let status: PhoneState["status"] = "starting";
  // Twilio's SDK mutes the microphone itself; nothing that is typed leaves meanwhile.
  const muted = new Set<string>();
  const tell = () => show({ status, problem: null, legs: shown.map((call) => legOf(call, muted)) });
  const become = (next: PhoneState["status"]) => {
    status = next;
    tell();
  };
  let events: EventSource;
  const listen = () => {
    const before = events as EventSource | undefined;
    const next = new EventSource(`${address}/events?token=${encodeURIComponent(token)}`);
    events = next;
    next.onmessage = ({ data }: MessageEvent<string>) => {
      // Only now: without a moment in which nobody could be called.
      before?.close();
      shown = (JSON.parse(data) as Shown[]).filter((call) => !over.has(call.status));
      become("ready");
    };
    next.onerror = () => status === "ready" && become("lost");
  };
  listen();
  const send = async (path: string, body: object) => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
    const answer = await fetch(`${address}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(answer.status === 404 ? "This call is over." : `The phone said ${answer.status}.`);
  };
  return {
    async obey(command) {
      if (command.do === "call") return send("/calls", command.parameters);
      if (command.do === "mute") {
        if (command.muted) muted.add(command.sid);
        else muted.delete(command.sid);
        return tell();
      }
      if (command.do === "say" && muted.has(command.sid)) throw new Error("You are muted.");
      await send(`/calls/${command.sid}`, farEnd(command));
    },
    renew(next) {
      token = next;
      listen();
    },
    close: () => events.close(),
  };
};

function farEnd(command: Exclude<Command, { do: "call" | "mute" }>): object {
  if (command.do === "answer") return { answer: true };
  if (command.do === "decline") return { decline: true };
  if (command.do === "keys") return { digits: command.digits };
  return command.do === "say" ? { speech: command.text } : { hangUp: true };
}

function legOf({ sid, incoming, status, parameters, heard }: Shown, muted: ReadonlySet<string>): Leg {
  const state = incoming && status !== "in-progress" ? "ringing" : "open";
  return { sid, isIncoming: incoming, state, parameters, isMuted: muted.has(sid), heard };
}
