import type { Sandbox } from "../sandbox.ts";
import { fetchMedia } from "./fetch-media.ts";
import { notify } from "./hooks.ts";
import { statusOf } from "./message-errors.ts";
import { optOutKey } from "./opt-out.ts";
import { registrationProblem } from "./registrations.ts";
import { type Carrier, type Message, type MessageStatus, ownerOf, type PhoneNumber, phoneOf } from "./state.ts";

/** A number's queue holds what it sends in ten hours. Source: https://www.twilio.com/docs/api/errors/21611 */
export const longestQueueMs = 36_000_000;

/** How long a text would wait for what was accepted before it. */
export function queueMs(sandbox: Sandbox, own: PhoneNumber): number {
  return Math.max(own.busyUntilMs - sandbox.twilio.schedule.now().getTime(), 0);
}

/** Puts a text into its number's queue and lets the carrier have it when its turn comes. */
export function enqueue(sandbox: Sandbox, message: Message, own: PhoneNumber): void {
  const { schedule } = sandbox.twilio;
  const waitMs = queueMs(sandbox, own);
  const takesMs = (message.segments / own.segmentsPerSecond) * 1000;
  own.busyUntilMs = schedule.now().getTime() + waitMs + takesMs;
  if (waitMs > message.validForMs) {
    schedule.later(message.validForMs, () => message.status !== "canceled" && fail(sandbox, message, 30036));
    return;
  }
  schedule.later(waitMs, () => depart(sandbox, message, own));
}

async function depart(sandbox: Sandbox, message: Message, own: PhoneNumber): Promise<void> {
  const { schedule } = sandbox.twilio;
  if (message.status === "canceled") return;
  if (message.account.status !== "active") return fail(sandbox, message, 30002);
  message.status = "sending";
  const problem =
    (isOptedOut(message, own) ? 21610 : null) ??
    registrationProblem(sandbox.twilio, message.account, own, message.to) ??
    (await fetchMedia(sandbox, message));
  const carrier = carrierOf(sandbox, message);
  if (problem === null) return hand(sandbox, message, carrier);
  schedule.later(carrier.sentAfterMs, () => fail(sandbox, message, problem, carrier.repeats));
}

/** Twilio's own answer to STOP still gets through. */
function isOptedOut({ account, to, ownWords }: Message, own: PhoneNumber): boolean {
  return !ownWords && account.optOuts.has(optOutKey(account, own, to));
}

/** The carrier's word, which comes when it likes and not always in order. */
function hand(sandbox: Sandbox, message: Message, carrier: Carrier): void {
  const { schedule } = sandbox.twilio;
  const { outcome, errorCode, sentAfterMs, receiptAfterMs, receiptFirst, repeats } = carrier;
  const sent = () => {
    message.sentAt = schedule.now();
    if (outcome === "silent") arrive(sandbox, message);
    move(sandbox, message, "sent", repeats);
  };
  const receipt = () => {
    if (outcome === "silent") return;
    if (outcome !== "delivered") return fail(sandbox, message, errorCode ?? 30008, repeats, outcome);
    arrive(sandbox, message);
    move(sandbox, message, "delivered", repeats);
  };
  const [first, second] = receiptFirst ? [receipt, sent] : [sent, receipt];
  if (outcome === "failed") return void schedule.later(sentAfterMs, receipt);
  schedule.later(sentAfterMs, () => {
    first();
    schedule.later(receiptAfterMs, second);
  });
}

/** Numbers +1 555 00x xxxx, with an error code at their end, come to that end: +15550030003 is not reachable. */
function carrierOf({ twilio }: Sandbox, message: Message): Carrier {
  const code = Number(/^\+155500(3\d{4})$/.exec(message.to)?.[1] ?? 0);
  const magic = code === 0 ? {} : { outcome: statusOf(code), errorCode: code };
  return { ...twilio.carrier, ...magic, ...phoneOf(twilio, message.to).carrier };
}

/** The handset shows it; another of Twilio's numbers gets it as any other text. */
function arrive(sandbox: Sandbox, message: Message): void {
  const { twilio } = sandbox;
  message.arrivedAt = twilio.schedule.now();
  const other = ownerOf(twilio, message.to);
  if (other && message.from) {
    const { from, to, body, media } = message;
    twilio.onward?.({ from, to, body, media, others: [] });
  }
  for (const listener of twilio.listeners) listener(message.to);
}

export function fail(
  sandbox: Sandbox,
  message: Message,
  code: number,
  repeats = 0,
  status: "failed" | "undelivered" = statusOf(code),
): void {
  message.errorCode = code;
  move(sandbox, message, status, repeats);
}

const rank: MessageStatus[] = ["accepted", "scheduled", "queued", "sending", "sent", "delivered"];

/** A status later than the one it has is kept; the callback is sent either way, so that late ones come late. */
export function move(sandbox: Sandbox, message: Message, status: MessageStatus, repeats = 0): void {
  const isForward = rank.indexOf(status) === -1 || rank.indexOf(status) > rank.indexOf(message.status);
  const isOver = ["delivered", "undelivered", "failed", "canceled"].includes(message.status);
  if (isForward && !isOver) message.status = status;
  message.updatedAt = sandbox.twilio.schedule.now();
  for (let times = repeats; times >= 0; times--) callBack(sandbox, message, status);
}

/** Source: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status */
function callBack(sandbox: Sandbox, message: Message, status: MessageStatus): void {
  const { account, sid, from, to, serviceSid, errorCode, statusCallback: url } = message;
  if (!url) return;
  const isEnd = status === "failed" || status === "undelivered";
  const doneAt = sandbox.twilio.schedule.now().toISOString().replace(/\D/g, "").slice(2, 12);
  notify(sandbox, {
    ...{ account, url, label: `message-status ${sid} ${status}` },
    fields: {
      ...{ SmsSid: sid, SmsStatus: status, MessageStatus: status, To: to, MessageSid: sid, AccountSid: account.sid },
      ...{ From: from ?? "", ApiVersion: "2010-04-01" },
      ...(serviceSid ? { MessagingServiceSid: serviceSid } : {}),
      ...(isEnd && errorCode !== null ? { ErrorCode: String(errorCode) } : {}),
      ...(status === "delivered" ? { RawDlrDoneDate: doneAt } : {}),
    },
  });
}
