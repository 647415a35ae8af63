import type { Router } from "express";
import type { Sandbox } from "../sandbox.ts";
import { type Call, restCall } from "./call.ts";
import { createMessage } from "./create-message.ts";
import { notFound, refused } from "./errors.ts";
import { mediaRoutes } from "./media.ts";
import { messageView } from "./message-view.ts";
import { page } from "./page.ts";
import type { Message } from "./state.ts";

const messages = "/2010-04-01/Accounts/:AccountSid/Messages";

/** Source: https://www.twilio.com/docs/messaging/api/message-resource */
export function messageRoutes(routes: Router, sandbox: Sandbox): void {
  routes.get(`${messages}.json`, restCall(sandbox, list));
  routes.post(
    `${messages}.json`,
    restCall(sandbox, (call) => messageView(createMessage(call)), 201),
  );
  routes.get(
    `${messages}/:MessageSid.json`,
    restCall(sandbox, (call) => messageView(messageOf(call))),
  );
  routes.post(`${messages}/:MessageSid.json`, restCall(sandbox, update));
  routes.delete(`${messages}/:MessageSid.json`, restCall(sandbox, remove));
  routes.post(`${messages}/:MessageSid/Feedback.json`, restCall(sandbox, feedback));
  mediaRoutes(routes, sandbox);
}

/** Newest first. A text that has not been sent has no DateSent, so no list by DateSent finds it. */
function list(call: Call) {
  const { text, account } = call;
  const [to, from] = [text("To"), text("From")];
  const all = [...account.messages.values()].filter(
    (message) => (!to || message.to === to) && (!from || message.from === from) && sentWhen(message, call),
  );
  return page(call, "messages", all.reverse(), messageView);
}

function sentWhen({ sentAt }: Message, { text }: Call): boolean {
  const [on, before, after] = [text("DateSent"), text("DateSent<"), text("DateSent>")];
  if (!on && !before && !after) return true;
  if (!sentAt) return false;
  const day = sentAt.toISOString().slice(0, 10);
  if (on && new Date(on).toISOString().slice(0, 10) !== day) return false;
  if (before && !(isDay(before) ? day <= before : sentAt <= new Date(before))) return false;
  return !after || (isDay(after) ? day >= after : secondOf(sentAt) >= secondOf(new Date(after)));
}

function isDay(value: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(value);
}

/** Its times are whole seconds. */
function secondOf(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}

/** A scheduled or queued text is called back, a sent one loses its body. */
function update(call: Call) {
  const message = messageOf(call);
  const isOpen = ["scheduled", "accepted", "queued"].includes(message.status);
  if (call.text("Status") === "canceled") {
    if (!isOpen) throw refused(30409, "Cannot cancel message. Message not in cancelable state.");
    message.status = "canceled";
  } else if (call.text("Body") === "") {
    if (isOpen || message.status === "sending") throw refused(20009, "Message is not in a final state");
    message.body = "";
  }
  message.updatedAt = call.twilio.schedule.now();
  return messageView(message);
}

function remove(call: Call): undefined {
  const message = messageOf(call);
  if (["queued", "accepted", "sending"].includes(message.status)) {
    throw refused(20009, `Cannot delete message because its status is ${message.status}`);
  }
  call.account.messages.delete(message.sid);
}

function feedback(call: Call) {
  const message = messageOf(call);
  const at = message.updatedAt.toUTCString().replace("GMT", "+0000");
  return {
    ...{ account_sid: call.account.sid, message_sid: message.sid, outcome: call.text("Outcome") ?? "confirmed" },
    ...{ date_created: at, date_updated: at, uri: call.uri },
  };
}

export function messageOf(call: Call): Message {
  const message = call.account.messages.get(call.path("MessageSid"));
  if (!message) throw notFound(call.uri);
  return message;
}
