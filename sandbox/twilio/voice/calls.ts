import type { Router } from "express";
import type { Sandbox } from "../../sandbox.ts";
import { type Call, restCall } from "../call.ts";
import { rfc2822 } from "../dates.ts";
import { notFound, refused } from "../errors.ts";
import { page } from "../page.ts";
import type { Alert } from "../state.ts";
import { hangUp, move } from "./legs.ts";
import { placeCall } from "./place.ts";
import type { Callback, Leg, Source } from "./state.ts";
import { isOver } from "./state.ts";
import { start } from "./verbs.ts";
import { callView } from "./views.ts";

const calls = "/2010-04-01/Accounts/:AccountSid/Calls";

/** Source: https://www.twilio.com/docs/voice/api/call-resource */
export function callRoutes(routes: Router, sandbox: Sandbox): void {
  routes.get(`${calls}.json`, restCall(sandbox, list));
  routes.post(`${calls}.json`, restCall(sandbox, create, 201));
  routes.get(
    `${calls}/:CallSid.json`,
    restCall(sandbox, (call) => callView(sandbox, legOf(call))),
  );
  routes.post(`${calls}/:CallSid.json`, restCall(sandbox, update));
  routes.delete(`${calls}/:CallSid.json`, restCall(sandbox, remove));
  routes.get(
    `${calls}/:CallSid/Events.json`,
    restCall(sandbox, (call) => page(call, "events", [], () => legOf(call))),
  );
  routes.get(`${calls}/:CallSid/Notifications.json`, restCall(sandbox, notifications));
  routes.get(`${calls}/:CallSid/Notifications/:Sid.json`, restCall(sandbox, notification));
}

function list(call: Call) {
  const { text, account, sandbox } = call;
  const [to, from, status, parent] = [text("To"), text("From"), text("Status"), text("ParentCallSid")];
  const [after, before] = [text("StartTime>"), text("StartTime<")];
  const all = [...account.voice.legs.values()].filter(
    (leg) =>
      (!to || leg.to === to) &&
      (!from || leg.from === from) &&
      (!status || leg.status === status) &&
      (!parent || leg.parent?.sid === parent) &&
      (!after || leg.createdAt >= new Date(after)) &&
      (!before || leg.createdAt <= new Date(before)),
  );
  return page(call, "calls", all.reverse(), (leg) => callView(sandbox, leg));
}

function create(call: Call) {
  const { sandbox, account, text, flag } = call;
  const { from, to } = parties(call);
  const detection = text("MachineDetection");
  const record = flag("Record")
    ? { callback: recordingCallbackOf(call), channels: text("RecordingChannels") === "dual" ? 2 : 1 }
    : null;
  const timeoutMs = Number(text("Timeout") ?? 60) * 1000;
  const detectsMachine = detection !== undefined && detection !== "none";
  const outbound = { from, to, callback: callbackOf(call), timeoutMs, detectsMachine, record };
  return callView(sandbox, placeCall(sandbox, account, outbound, sourceOf(call)));
}

/** Who calls whom. The caller must be a number of the account; a softphone's identity may be called. */
export function parties({ text, account }: Call): { from: string; to: string } {
  const [from, to] = [text("From"), text("To")];
  if (!to) throw refused(21201, "No 'To' number is specified");
  if (!from) throw refused(21213, "Caller phone number is required");
  if (!/^\+[1-9]\d{6,14}$|^client:[\w.@-]+$|^sip:.+/.test(to)) throw refused(21211, `Invalid 'To' Phone Number: ${to}`);
  const isOwn = [...account.numbers.values()].some(({ number }) => number === from);
  if (!isOwn && !from.startsWith("client:")) {
    throw refused(
      21210,
      `The source phone number provided, ${from}, is not yet verified for your account. You may only make calls from phone numbers that you've verified or purchased from Twilio.`,
    );
  }
  return { from, to };
}

export function callbackOf({ text, many }: Call): Callback | null {
  const url = text("StatusCallback");
  const events = many("StatusCallbackEvent").flatMap((each) => each.split(" "));
  if (!url) return null;
  if (!URL.canParse(url)) throw refused(21609, "The 'StatusCallback' URL is not a valid URL");
  return {
    url,
    method: text("StatusCallbackMethod") ?? "POST",
    events: new Set(events.length > 0 ? events : ["completed"]),
  };
}

export function recordingCallbackOf({ text, many }: Call, prefix = ""): Callback | null {
  const url = text(`${prefix}RecordingStatusCallback`);
  const events = many(`${prefix}RecordingStatusCallbackEvent`).flatMap((each) => each.split(" "));
  if (!url) return null;
  const method = text(`${prefix}RecordingStatusCallbackMethod`) ?? "POST";
  return { url, method, events: new Set(events.length > 0 ? events : ["completed"]) };
}

function sourceOf({ text, account, base }: Call): Source {
  const [url, twiml, applicationSid] = [text("Url"), text("Twiml"), text("ApplicationSid")];
  if (twiml) return { twiml, url: base };
  if (url) {
    if (!/^https?:$/.test(URL.parse(url)?.protocol ?? "")) throw refused(21205, `Url is not a valid URL: ${url}`);
    return { url, method: text("Method"), fallbackUrl: text("FallbackUrl") ?? null };
  }
  const voiceUrl = account.applications.get(applicationSid ?? "")?.voice_url;
  if (typeof voiceUrl === "string") return { url: voiceUrl };
  throw refused(21205, "Url, Twiml or ApplicationSid is required");
}

/** Ends a call, or sends it elsewhere. */
function update(call: Call) {
  const leg = legOf(call);
  const { sandbox, text } = call;
  if (isOver(leg)) throw refused(21220, "Call is not in-progress. Cannot redirect.");
  const isRinging = leg.status !== "in-progress";
  if (text("Status") === "completed")
    hangUp(sandbox, leg, isRinging && leg.direction !== "inbound" ? "canceled" : "completed");
  else if (text("Status") === "canceled") {
    if (isRinging) hangUp(sandbox, leg, "canceled");
  } else if (text("Url") || text("Twiml")) {
    if (isRinging) throw refused(21220, "Call is not in-progress. Cannot redirect.");
    redirect(sandbox, leg, sourceOf(call));
  }
  return callView(sandbox, leg);
}

/** A leg that carries out no TwiML of its own (it was dialled) begins to. */
function redirect(sandbox: Sandbox, leg: Leg, to: Source): void {
  const { isDriven, direction } = leg;
  move(leg, to);
  if (!isDriven && direction === "outbound-dial") start(sandbox, leg, to);
}

function remove(call: Call): undefined {
  const leg = legOf(call);
  if (!isOver(leg)) throw refused(20009, "Cannot delete call because it's still in progress");
  call.account.voice.legs.delete(leg.sid);
}

export function legOf({ account, path, uri }: Call): Leg {
  const leg = account.voice.legs.get(path("CallSid"));
  if (!leg) throw notFound(uri);
  return leg;
}

function notifications(call: Call) {
  const { sid } = legOf(call);
  const all = [...call.account.voice.notifications.values()].filter(({ resourceSid }) => resourceSid === sid);
  return page(call, "notifications", all, (each) => notificationView(call, each));
}

function notification(call: Call) {
  const found = call.account.voice.notifications.get(call.path("Sid"));
  if (!found) throw notFound(call.uri);
  return { ...notificationView(call, found), request_variables: "", response_body: "", response_headers: "" };
}

function notificationView({ account }: Call, { sid, code, text, url, resourceSid, at }: Alert & { sid: string }) {
  const date = rfc2822(at);
  return {
    ...{ sid, account_sid: account.sid, call_sid: resourceSid, api_version: "2010-04-01", error_code: String(code) },
    ...{ log: code === 12200 ? "1" : "0", message_date: date, message_text: text, request_method: "POST" },
    ...{ more_info: `https://www.twilio.com/docs/errors/${code}`, request_url: url ?? "", date_created: date },
    ...{
      date_updated: date,
      uri: `/2010-04-01/Accounts/${account.sid}/Calls/${resourceSid}/Notifications/${sid}.json`,
    },
  };
}
