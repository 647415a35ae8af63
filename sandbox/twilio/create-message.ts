import type { Call } from "./call.ts";
import { enqueue, fail, longestQueueMs, move, queueMs } from "./dispatch.ts";
import { refused, TwilioError } from "./errors.ts";
import { optOutKey } from "./opt-out.ts";
import { segmentsOf, smartEncoded } from "./segments.ts";
import { newSid } from "./sid.ts";
import type { Account, Message, PhoneNumber, Service } from "./state.ts";

const longestBody = 1600;
const mostMedia = 10;
const soonestMs = 300_000;
const latestMs = 35 * 86_400_000;
const e164 = /^\+[1-9]\d{6,14}$/;

/** Numbers with a meaning of their own. Source: https://www.twilio.com/docs/iam/test-credentials#test-sms-messages */
const magic: Record<string, [code: number, message: string]> = {
  "+15005550001": [21211, "Invalid 'To' Phone Number: +1500555XXXX"],
  "+15005550002": [21612, "Message cannot be sent with the current combination of 'To' and/or 'From' parameters"],
  "+15005550003": [21408, "Permission to send an SMS has not been enabled for the region indicated by the 'To' number"],
  "+15005550004": [21610, "Attempt to send to unsubscribed recipient"],
  "+15005550009": [21614, "'To' number is not a valid mobile number"],
};

/** @throws TwilioError for what the API refuses at once; the rest comes as a status. */
export function createMessage(call: Call): Message {
  const to = recipient(call);
  const { body, mediaUrls } = content(call);
  const service = serviceFor(call);
  const own = service ? null : senderFor(call);
  if (own?.number === to) throw refused(21266, "'To' and 'From' number cannot be the same");
  refuseRecipient(call, own ?? firstOf(call.account, service), to);
  if (own && queueMs(call.sandbox, own) >= longestQueueMs) {
    throw new TwilioError(
      429,
      21611,
      `This 'From' number ${own.number} has exceeded the maximum number of queued messages`,
    );
  }
  const message = newMessage(call, { to, body, mediaUrls, service, own });
  call.account.messages.set(message.sid, message);
  const sendAt = scheduledFor(call, service);
  if (sendAt) message.status = "scheduled";
  if (own) enqueue(call.sandbox, message, own);
  else if (service)
    call.twilio.schedule.later(sendAt ? sendAt.getTime() - message.createdAt.getTime() : 0, () =>
      assign(call, message, service),
    );
  return message;
}

/** Sends a text that no request asked for: an answer in TwiML, or Twilio's own to STOP. */
export function answerWith(
  call: Pick<Call, "sandbox" | "twilio">,
  given: {
    account: Account;
    own: PhoneNumber;
    to: string;
    body: string;
    mediaUrls: string[];
    statusCallback: string | null;
  },
): Message {
  const { account, own, to, body, mediaUrls, statusCallback } = given;
  const message: Message = {
    ...blank(call, account, to, body, mediaUrls),
    direction: "outbound-reply",
    from: own.number,
    status: "queued",
    statusCallback,
  };
  account.messages.set(message.sid, message);
  enqueue(call.sandbox, message, own);
  return message;
}

function recipient({ text, twilio }: Call): string {
  const to = text("To");
  if (!to) throw refused(21604, "A 'To' phone number is required.");
  const [code, message] = magic[to] ?? [];
  if (code && message) throw refused(code, message);
  if (!e164.test(to)) throw refused(21211, `Invalid 'To' Phone Number: ${to.slice(0, -4)}XXXX`);
  const barred = [...twilio.barredCountries].some((prefix) => to.startsWith(`+${prefix}`));
  if (barred)
    throw refused(21408, "Permission to send an SMS has not been enabled for the region indicated by the 'To' number");
  return to;
}

function content({ text, many }: Call): { body: string; mediaUrls: string[] } {
  const [body, mediaUrls] = [text("Body") ?? "", many("MediaUrl")];
  if (body === "" && mediaUrls.length === 0 && !text("ContentSid")) throw refused(21602, "Message body is required.");
  if (body.length > longestBody) throw refused(21617, "The concatenated message body exceeds the 1600 character limit");
  if (mediaUrls.length > mostMedia) throw refused(21623, "Number of media files exceeds allowed limit");
  const invalid = mediaUrls.find((url) => !/^https?:$/.test(URL.parse(url)?.protocol ?? ""));
  if (invalid !== undefined) throw refused(21620, "Invalid media URL(s)");
  const callback = text("StatusCallback");
  if (callback && !/^https?:$/.test(URL.parse(callback)?.protocol ?? "")) {
    throw refused(21609, "The 'StatusCallback' URL is not a valid URL");
  }
  return { body, mediaUrls };
}

function serviceFor({ text, account }: Call): Service | null {
  const sid = text("MessagingServiceSid");
  if (!sid) return null;
  const service = account.services.get(sid);
  if (!service) throw new TwilioError(404, 21701, "The Messaging Service does not exist");
  const given = text("From");
  const has = service.numberSids.some((each) => account.numbers.get(each.sid)?.number === given);
  if (given && !has) throw refused(21709, `'From' ${given} is not a sender of the Messaging Service`);
  if (service.numberSids.length === 0) throw refused(21704, "The Messaging Service contains no phone numbers");
  return service;
}

function senderFor({ text, account }: Call): PhoneNumber {
  const from = text("From");
  if (!from) throw refused(21603, "A 'From' phone number is required.");
  const own = [...account.numbers.values()].find(({ number }) => number === from);
  if (own) return own;
  if (!e164.test(from)) throw refused(21212, `Invalid From Number (caller ID): ${from}`);
  throw refused(
    21606,
    `The From phone number ${from} is not a valid, SMS-capable inbound phone number or short code for your account.`,
  );
}

function firstOf(account: Account, service: Service | null): PhoneNumber | undefined {
  return account.numbers.get(service?.numberSids[0]?.sid ?? "");
}

function refuseRecipient({ account, twilio }: Call, own: PhoneNumber | undefined, to: string): void {
  if (twilio.optOutsFoundLate || !own || !account.optOuts.has(optOutKey(account, own, to))) return;
  throw refused(21610, "Attempt to send to unsubscribed recipient");
}

function scheduledFor({ text, twilio }: Call, service: Service | null): Date | null {
  if (text("ScheduleType") !== "fixed") return null;
  const sendAt = new Date(text("SendAt") ?? "");
  const inMs = sendAt.getTime() - twilio.schedule.now().getTime();
  if (!service) throw refused(35118, "MessagingServiceSid is required to schedule a message");
  if (Number.isNaN(inMs)) throw refused(35111, "SendAt is missing");
  if (inMs < soonestMs || inMs > latestMs)
    throw refused(35114, "SendAt must be between 5 minutes and 35 days from now");
  return sendAt;
}

interface Parts {
  to: string;
  body: string;
  mediaUrls: string[];
  service: Service | null;
  own: PhoneNumber | null;
}

function newMessage(call: Call, { to, body, mediaUrls, service, own }: Parts): Message {
  const isSmart = call.flag("SmartEncoded") ?? service?.settings.smart_encoding ?? service !== null;
  const serviceCallback = service?.settings.status_callback;
  return {
    ...blank(call, call.account, to, isSmart ? smartEncoded(body) : body, mediaUrls),
    ...{ from: own?.number ?? null, status: service ? "accepted" : "queued", serviceSid: service?.sid ?? null },
    statusCallback: call.text("StatusCallback") ?? (typeof serviceCallback === "string" ? serviceCallback : null),
    validForMs: Number(call.text("ValidityPeriod") ?? service?.settings.validity_period ?? 36_000) * 1000,
  };
}

function blank(
  { twilio }: Pick<Call, "twilio">,
  account: Account,
  to: string,
  body: string,
  mediaUrls: string[],
): Message {
  const at = twilio.schedule.now();
  const isMms = mediaUrls.length > 0;
  return {
    ...{ sid: newSid(isMms ? "MM" : "SM"), account, direction: "outbound-api", from: null, to, body, status: "queued" },
    ...{ errorCode: null, segments: isMms ? 1 : segmentsOf(body), media: [], mediaUrls, serviceSid: null },
    ...{ statusCallback: null, others: [], validForMs: 36_000_000, createdAt: at, updatedAt: at, sentAt: null },
    ...{ arrivedAt: null, ownWords: false },
  };
}

/** A service writes to somebody from the number it wrote from before, otherwise from the least busy of its country. */
function assign(call: Call, message: Message, service: Service): void {
  if (message.status === "canceled") return;
  const { account } = call;
  const pool = service.numberSids.flatMap(({ sid }) => account.numbers.get(sid) ?? []);
  const given = pool.find(({ number }) => number === (call.text("From") ?? service.sticky.get(message.to)));
  const [quietest] = [...pool].sort(
    (a, b) => distance(message.to, a) - distance(message.to, b) || a.busyUntilMs - b.busyUntilMs,
  );
  const own = given ?? quietest;
  if (!own || queueMs(call.sandbox, own) >= longestQueueMs) {
    fail(call.sandbox, message, own ? 30001 : 30008);
    return;
  }
  service.sticky.set(message.to, own.number);
  message.from = own.number;
  move(call.sandbox, message, "queued");
  enqueue(call.sandbox, message, own);
}

function distance(to: string, { number }: PhoneNumber): number {
  return number.startsWith("+1") === to.startsWith("+1") ? 0 : 1;
}
