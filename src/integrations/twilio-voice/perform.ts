import type { CallCommand, DialCommand, LegFact, Voice } from "../contract.ts";
import { type Access, accessIn, callTwilio } from "./client.ts";
import { clientIdentity } from "./identity.ts";
import { statuses } from "./normalise.ts";
import { numberIn } from "./payload.ts";
import { askUrl, toldUrl } from "./render.ts";

/** Listed when it is not certain whether a leg was dialled. */
const recentlyDialled = 20;
/** For clocks that differ. */
const toleranceMs = 5_000;

export const perform: Voice["perform"] = async (connection, command) => {
  const given = accessIn(connection.credentials);
  if (command.do === "dial") return { externalId: await dial(given, command) };
  await direct(given, command);
  return { externalId: null };
};

async function dial(given: Access, { callId, legId, to, from, timeoutSeconds }: DialCommand): Promise<string> {
  const dialled = await callTwilio(
    given,
    (api) =>
      api.calls.create({
        ...{ to: addressOf(to), from, timeout: timeoutSeconds },
        ...{ url: askUrl({ at: "leg", callId, legId }), method: "POST" },
        ...{ statusCallback: toldUrl("leg", { call: callId, leg: legId }), statusCallbackMethod: "POST" },
        statusCallbackEvent: ["initiated", "ringing", "answered", "completed"],
      }),
    { dialling: true },
  );
  return dialled.sid;
}

function addressOf(to: DialCommand["to"]): string {
  return "memberId" in to ? `client:${clientIdentity(to.memberId)}` : to.number;
}

async function direct(given: Access, command: Exclude<CallCommand, DialCommand>): Promise<void> {
  const { externalId } = command;
  if (command.do === "move") {
    await callTwilio(given, (api) => api.calls(externalId).update({ url: askUrl(command.ask), method: "POST" }));
  } else if (command.do === "end") {
    await callTwilio(given, (api) => api.calls(externalId).update({ status: "completed" }));
  } else {
    const room = await roomOf(given, command.callId);
    if (room === null) return;
    const set = command.do === "hold" ? { hold: command.onHold } : { muted: command.muted };
    await callTwilio(given, (api) => api.conferences(room).participants(externalId).update(set));
  }
}

async function roomOf(given: Access, friendlyName: string): Promise<string | null> {
  const status = "in-progress";
  const [room] = await callTwilio(given, (api) => api.conferences.list({ friendlyName, status, limit: 1 }));
  return room?.sid ?? null;
}

/** Twilio knows no key of ours: a leg is recognised by whom it rang, and when. */
export const findDialled: Voice["findDialled"] = async (connection, { to, from, since }, isTaken) => {
  const given = accessIn(connection.credentials);
  const listed = await callTwilio(given, (api) => api.calls.list({ to: addressOf(to), from, limit: recentlyDialled }));
  const recent = listed.filter(({ dateCreated, direction }) => {
    return direction === "outbound-api" && dateCreated.getTime() >= since.getTime() - toleranceMs;
  });
  for (const { sid } of recent.toReversed()) if (!(await isTaken(sid))) return sid;
  return null;
};

/** How a leg stands now; null: Twilio knows no such call. */
export const standing: Voice["standing"] = async (connection, externalId) => {
  const given = accessIn(connection.credentials);
  const call = await callTwilio(given, (api) => api.calls(externalId).fetch().catch(nullIfUnknown));
  const known = call && statuses[call.status];
  if (!call || !known) return null;
  const fact: LegFact = {
    ...{ kind: "call-leg", callId: null, legId: null, externalId, ...known },
    at: call.endTime ?? call.dateUpdated ?? new Date(0),
    talkedSeconds: known.status === "ended" ? Number(call.duration ?? 0) : null,
    direction: call.direction === "inbound" ? "inbound" : "outbound",
    ...{ from: numberIn(call.from), to: call.to, callerName: call.callerName ?? "" },
  };
  return fact;
};

function nullIfUnknown(error: unknown): null {
  if (error instanceof Error && "status" in error && error.status === 404) return null;
  throw error;
}
