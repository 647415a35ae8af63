import type { Sandbox } from "../sandbox.ts";
import { answerWith } from "./create-message.ts";
import { ask, type HookAnswer, type HookFailure } from "./hooks.ts";
import { messageUri } from "./message-view.ts";
import { automaticAnswer, keywordIn, type OptOutType, optOutKey } from "./opt-out.ts";
import { place } from "./places.ts";
import { segmentsOf } from "./segments.ts";
import { newSid } from "./sid.ts";
import {
  type Account,
  type IncomingText,
  type Media,
  type Message,
  ownerOf,
  type PhoneNumber,
  phoneOf,
  type Service,
  serviceWith,
} from "./state.ts";
import { parseTwiml, TwimlError, type Verb } from "./twiml.ts";

/** Where a text is told, and what else is said about it. */
interface Destination {
  url: string;
  method: string;
  fallbackUrl: string | null;
}
interface Received {
  account: Account;
  own: PhoneNumber;
  service: Service | null;
  message: Message;
}

/**
 * A text reaches one of Twilio's numbers: STOP and its kin are obeyed and answered, then the number's webhook hears of
 * it. null when the number is nobody's.
 * Source: https://www.twilio.com/docs/messaging/guides/webhook-request
 */
export function receiveText(sandbox: Sandbox, text: IncomingText): Message | null {
  const { twilio } = sandbox;
  const owner = ownerOf(twilio, text.to);
  if (owner?.account.status !== "active") return null;
  const { account, own } = owner;
  phoneOf(twilio, text.from);
  const service = serviceWith(account, own);
  const message = incoming(sandbox, account, text, service);
  account.messages.set(message.sid, message);
  const received = { account, own, service, message };
  const keyword = obeyed(sandbox, received);
  for (const listener of twilio.listeners) listener(text.from);
  void twilio.schedule.track(tell(sandbox, received, keyword)).catch(() => {});
  return message;
}

function incoming({ twilio }: Sandbox, account: Account, text: IncomingText, service: Service | null): Message {
  const at = twilio.schedule.now();
  const media: Media[] = text.media.map((each) => ({ ...each, sid: newSid("ME"), createdAt: at }));
  return {
    ...{ sid: newSid(media.length > 0 ? "MM" : "SM"), account, direction: "inbound", from: text.from, to: text.to },
    ...{ body: text.body, status: "received", errorCode: null, segments: segmentsOf(text.body), media, mediaUrls: [] },
    ...{ serviceSid: service?.sid ?? null, statusCallback: null, others: text.others, validForMs: 0 },
    ...{ createdAt: at, updatedAt: at, sentAt: at, arrivedAt: at, ownWords: false },
  };
}

function obeyed(sandbox: Sandbox, { account, own, service, message }: Received): OptOutType | null {
  const keyword = message.from ? keywordIn(message.body, own.number) : null;
  if (!keyword || !message.from) return null;
  const key = optOutKey(account, own, message.from);
  const answer = automaticAnswer(keyword, own.number, account.optOuts.has(key), service);
  account.optOuts.delete(key);
  if (answer) {
    const given = { account, own, to: message.from, body: answer, mediaUrls: [], statusCallback: null };
    answerWith({ sandbox, twilio: sandbox.twilio }, given).ownWords = true;
  }
  if (keyword === "STOP") account.optOuts.add(key);
  return keyword;
}

async function tell(sandbox: Sandbox, received: Received, keyword: OptOutType | null): Promise<void> {
  const { account, message } = received;
  const to = destination(received);
  if (!to) return;
  const fields = fieldsOf(sandbox, received, keyword);
  const label = `message ${message.sid} ${message.to}`;
  const answer = await ask(sandbox, { account, url: to.url, method: to.method, fields, label });
  if (!("code" in answer)) return obey(sandbox, received, answer, to.url);
  if (!to.fallbackUrl) return;
  const error = { ErrorCode: String(answer.code), ErrorUrl: to.url };
  const second = await ask(sandbox, { account, url: to.fallbackUrl, fields: { ...fields, ...error }, label });
  if (!("code" in second)) obey(sandbox, received, second, to.fallbackUrl);
}

/** The service's address before the number's own, unless it leaves that to the number. */
function destination({ account, own, service }: Received): Destination | null {
  const application = account.applications.get(String(own.settings.sms_application_sid ?? ""));
  const usesService = service && !service.settings.use_inbound_webhook_on_number;
  if (usesService && service.settings.inbound_request_url)
    return read(service.settings, "inbound_request_url", "inbound_method", "fallback_url");
  return read(application ?? own.settings, "sms_url", "sms_method", "sms_fallback_url");
}

function read(from: Record<string, unknown>, url: string, method: string, fallback: string): Destination | null {
  const text = (name: string) => (typeof from[name] === "string" && from[name] !== "" ? from[name] : null);
  const found = text(url);
  return found === null ? null : { url: found, method: text(method) ?? "POST", fallbackUrl: text(fallback) };
}

function fieldsOf(sandbox: Sandbox, { account, message, service }: Received, keyword: OptOutType | null) {
  const { sid, from, to, body, media, others, segments } = message;
  const base = `${sandbox.settings.url}/twilio${messageUri(message)}/Media`;
  return {
    ...{ ...place("To", to), ...place("From", from ?? "") },
    ...{ SmsMessageSid: sid, NumMedia: String(media.length), SmsSid: sid, SmsStatus: "received", Body: body, To: to },
    ...(service ? { MessagingServiceSid: service.sid } : {}),
    ...{
      NumSegments: String(segments),
      MessageSid: sid,
      AccountSid: account.sid,
      From: from ?? "",
      ApiVersion: "2010-04-01",
    },
    ...(keyword && service?.advancedOptOut ? { OptOutType: keyword } : {}),
    ...Object.fromEntries(media.map((each, at) => [`MediaUrl${at}`, `${base}/${each.sid}`])),
    ...Object.fromEntries(media.map((each, at) => [`MediaContentType${at}`, each.contentType])),
    ...Object.fromEntries(others.map((number, at) => [`OtherRecipients${at}`, number])),
  };
}

/** Carries out the answer's <Message> and <Redirect>. */
async function obey(sandbox: Sandbox, received: Received, answer: HookAnswer, url: string): Promise<void> {
  const { account, message } = received;
  const alert = (code: number, text: string) =>
    void account.alerts.push({ code, text, url, resourceSid: message.sid, at: sandbox.twilio.schedule.now() });
  if (answer.body.trim() === "") return;
  if (answer.contentType.startsWith("text/plain"))
    return reply(sandbox, received, { ...nothing, text: answer.body }, url);
  if (!/\b(?:text|application)\/(?:xml|html)\b/.test(answer.contentType)) {
    return alert(12300, `Invalid Content-Type: ${answer.contentType}`);
  }
  try {
    for (const verb of parseTwiml(answer.body)) {
      if (verb.name === "Message" || verb.name === "Sms") reply(sandbox, received, verb, url);
      else if (verb.name === "Redirect") {
        const next = new URL(verb.text.trim(), url).href;
        const fields = fieldsOf(sandbox, received, null);
        const label = `message ${message.sid} ${message.to}`;
        const more: HookAnswer | HookFailure = await ask(sandbox, {
          account,
          url: next,
          method: verb.attributes.method,
          fields,
          label,
        });
        if (!("code" in more)) await obey(sandbox, received, more, next);
        return;
      } else alert(12200, `Schema validation warning: <${verb.name}> is no messaging verb`);
    }
  } catch (error) {
    if (!(error instanceof TwimlError)) throw error;
    alert(error.code, error.message);
  }
}

const nothing: Verb = { name: "Message", attributes: {}, children: [], text: "" };

function reply(sandbox: Sandbox, { account, own, message }: Received, verb: Verb, url: string): void {
  const parts = (name: string) => verb.children.filter((each) => each.name === name).map(({ text }) => text);
  const body = [verb.text.trim(), ...parts("Body")].filter(Boolean).join("\n");
  const mediaUrls = parts("Media").map((each) => new URL(each.trim(), url).href);
  const callback = verb.attributes.statusCallback ?? verb.attributes.action;
  if (body === "" && mediaUrls.length === 0) return;
  const to = verb.attributes.to ?? message.from ?? "";
  const statusCallback = callback ? new URL(callback, url).href : null;
  answerWith({ sandbox, twilio: sandbox.twilio }, { account, own, to, body, mediaUrls, statusCallback });
}
