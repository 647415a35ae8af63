import type { Sandbox } from "../../sandbox.ts";
import { type Account, ownerOf } from "../state.ts";
import { conferenceNamed, takePart, type Wish } from "./conference.ts";
import { hangUp, newLeg, ring } from "./legs.ts";
import { startRecording } from "./recordings.ts";
import { type Callback, Interrupted, type Leg, type Recording, type Source } from "./state.ts";
import { start } from "./verbs.ts";

export interface IncomingCall {
  from: string;
  to: string;
  callerName?: string | undefined;
  forwardedFrom?: string | undefined;
}

/** Somebody calls one of Twilio's numbers. null when it is nobody's. */
export function receiveCall(sandbox: Sandbox, { from, to, callerName, forwardedFrom }: IncomingCall): Leg | null {
  const owner = ownerOf(sandbox.twilio, to);
  if (owner?.account.status !== "active") return null;
  const { account, own } = owner;
  const application = account.applications.get(String(own.settings.voice_application_sid ?? ""));
  const settings: Record<string, unknown> = application ?? own.settings;
  const text = (name: string) => (typeof settings[name] === "string" && settings[name] !== "" ? settings[name] : null);
  const told = text("status_callback");
  const callback: Callback | null =
    told === null
      ? null
      : {
          url: told,
          method: text("status_callback_method") ?? "POST",
          events: new Set(["completed"]),
        };
  const leg = newLeg(sandbox, account, {
    ...{ direction: "inbound", from, to, callerName: callerName ?? null, forwardedFrom: forwardedFrom ?? null },
    ...{ numberSid: own.sid, callback, status: "ringing" },
  });
  const url = text("voice_url");
  if (!url) hangUp(sandbox, leg, "failed");
  else start(sandbox, leg, { url, method: text("voice_method") ?? "POST", fallbackUrl: text("voice_fallback_url") });
  return leg;
}

/** A softphone calls: the application's address says what becomes of it. */
export function receiveClientCall(
  sandbox: Sandbox,
  account: Account,
  identity: string,
  applicationSid: string,
  parameters: Record<string, string>,
): Leg | null {
  const application = account.applications.get(applicationSid);
  const url = application?.voice_url;
  if (typeof url !== "string" || url === "") return null;
  const from = `client:${identity}`;
  const leg = newLeg(sandbox, account, {
    direction: "inbound",
    from,
    to: "",
    status: "ringing",
    parameters: { ...parameters, ApplicationSid: applicationSid },
  });
  leg.to = parameters.To ?? "";
  const method = typeof application?.voice_method === "string" ? application.voice_method : "POST";
  start(sandbox, leg, { url, method });
  return leg;
}

interface Outbound {
  from: string;
  to: string;
  callback: Callback | null;
  timeoutMs: number;
  detectsMachine: boolean;
  record: Pick<Recording, "callback" | "channels"> | null;
}

/** Calls somebody, and carries out TwiML once they answer. */
export function placeCall(sandbox: Sandbox, account: Account, outbound: Outbound, source: Source): Leg {
  return placed(sandbox, account, outbound, (leg) => start(sandbox, leg, source));
}

/** Calls somebody straight into a conference. */
export function placeIntoConference(
  sandbox: Sandbox,
  account: Account,
  outbound: Outbound,
  name: string,
  wish: Wish,
): Leg {
  return placed(sandbox, account, outbound, (leg) => {
    const run = new AbortController();
    leg.run = run;
    const conference = account.voice.conferences.get(name) ?? conferenceNamed(sandbox, account, name);
    void takePart(sandbox, leg, conference, wish, run.signal)
      .then(() => hangUp(sandbox, leg))
      .catch((error: unknown) => {
        if (error instanceof Interrupted && error.to) start(sandbox, leg, error.to);
        else hangUp(sandbox, leg);
      });
  });
}

function placed(sandbox: Sandbox, account: Account, outbound: Outbound, answered: (leg: Leg) => void): Leg {
  const { from, to, callback, timeoutMs, detectsMachine, record } = outbound;
  const leg = newLeg(sandbox, account, { direction: "outbound-api", from, to, callback });
  sandbox.twilio.schedule.later(0, () => void callUp());
  return leg;

  async function callUp(): Promise<void> {
    const status = await ring(sandbox, leg, timeoutMs, new AbortController().signal);
    if (status !== "in-progress") return;
    if (!detectsMachine) leg.answeredBy = null;
    if (record) startRecording(sandbox, account, { leg, source: "OutboundAPI", ...record });
    answered(leg);
  }
}
