import type { Router } from "express";
import type { Sandbox } from "../sandbox.ts";
import { type Call, restCall } from "./call.ts";
import { rfc2822 } from "./dates.ts";
import { notFound, refused } from "./errors.ts";
import { offered } from "./offers.ts";
import { page } from "./page.ts";
import { newSid } from "./sid.ts";
import { type Account, addNumber, isTollFree, ownerOf, type PhoneNumber } from "./state.ts";

const numbers = "/2010-04-01/Accounts/:AccountSid/IncomingPhoneNumbers";
const kinds = { Local: "local", Mobile: "mobile", TollFree: "tollfree" } as const;

/** The account's numbers. Source: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource */
export function numberRoutes(routes: Router, sandbox: Sandbox): void {
  routes.get(
    `${numbers}.json`,
    restCall(sandbox, (call) => list(call)),
  );
  routes.post(`${numbers}.json`, restCall(sandbox, buy, 201));
  for (const [path, kind] of Object.entries(kinds)) {
    routes.get(
      `${numbers}/${path}.json`,
      restCall(sandbox, (call) => list(call, kind)),
    );
    routes.post(`${numbers}/${path}.json`, restCall(sandbox, buy, 201));
  }
  routes.get(
    `${numbers}/:Sid.json`,
    restCall(sandbox, (call) => view(call.account, numberOf(call))),
  );
  routes.post(`${numbers}/:Sid.json`, restCall(sandbox, update));
  routes.delete(`${numbers}/:Sid.json`, restCall(sandbox, release));
}

function list(call: Call, kind?: PhoneNumber["type"]) {
  const pattern = call.text("PhoneNumber")?.replace(/[^\d*+]/g, "");
  const fits = new RegExp(`${(pattern ?? "").replace(/[+]/g, "\\+").replace(/\*/g, "\\d")}`);
  const name = call.text("FriendlyName");
  const all = [...call.account.numbers.values()].filter(
    (own) => (!kind || own.type === kind) && fits.test(own.number) && (!name || own.settings.friendly_name === name),
  );
  return page(call, "incoming_phone_numbers", all, (own) => view(call.account, own));
}

function buy(call: Call) {
  const { account, twilio, text } = call;
  const wanted =
    text("PhoneNumber") ?? offered(twilio, "US", "Local", { areaCode: text("AreaCode") ?? "202" })[0]?.number;
  if (!wanted) throw refused(21452, "No phone numbers found in area code");
  if (wanted === "+15005550001" || !/^\+[1-9]\d{6,14}$/.test(wanted)) {
    throw refused(21421, `PhoneNumber ${wanted} is invalid`);
  }
  if (wanted === "+15005550000" || ownerOf(twilio, wanted)) throw refused(21422, `${wanted} is not available`);
  const own = addNumber(account, { sid: newSid("PN"), number: wanted }, twilio.schedule.now());
  own.settings.friendly_name = national(wanted);
  change(call, own);
  return view(account, own);
}

function update(call: Call) {
  const own = numberOf(call);
  change(call, own);
  return view(call.account, own);
}

/** Webhooks must be addresses; an empty one takes the webhook away. */
function change({ given, text, twilio }: Call, own: PhoneNumber): void {
  for (const name of Object.keys(given)) {
    if (name === "PhoneNumber" || name === "AreaCode") continue;
    const value = text(name) ?? "";
    const isUrl = /Url$|^StatusCallback$/.test(name);
    if (isUrl && value !== "" && !/^https?:\/\/[^/_]+/.test(value)) throw refused(21502, `${name} is not a valid URL`);
    const wire = name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase();
    own.settings[wire] = name === "VoiceCallerIdLookup" ? value === "true" : value;
  }
  own.updatedAt = twilio.schedule.now();
}

function release(call: Call): undefined {
  const own = numberOf(call);
  call.account.numbers.delete(own.sid);
  for (const service of call.account.services.values()) {
    service.numberSids = service.numberSids.filter(({ sid }) => sid !== own.sid);
  }
}

function numberOf({ account, path, uri }: Call): PhoneNumber {
  const own = account.numbers.get(path("Sid"));
  if (!own) throw notFound(uri);
  return own;
}

/** "(202) 555-0142" of a North American number. */
function national(number: string): string {
  return number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, "($1) $2-$3");
}

function view(account: Account, own: PhoneNumber) {
  const { sid, number, createdAt, updatedAt, settings } = own;
  return {
    ...{ sid, account_sid: account.sid, phone_number: number, friendly_name: number, api_version: "2010-04-01" },
    ...{ address_sid: null, address_requirements: "none", beta: false, identity_sid: null, origin: "twilio" },
    ...{ capabilities: { voice: true, sms: true, mms: /^\+1/.test(number), fax: false }, trunk_sid: null },
    ...{
      sms_url: "",
      sms_method: "POST",
      sms_fallback_url: "",
      sms_fallback_method: "POST",
      sms_application_sid: null,
    },
    ...{ voice_url: null, voice_method: "POST", voice_fallback_url: null, voice_fallback_method: "POST" },
    ...{ voice_application_sid: null, voice_caller_id_lookup: false, voice_receive_mode: "voice" },
    ...{ status_callback: "", status_callback_method: "POST", emergency_status: "Active", bundle_sid: null },
    ...{ emergency_address_sid: null, emergency_address_status: "unregistered", status: "in-use", ...settings },
    ...{
      date_created: rfc2822(createdAt),
      date_updated: rfc2822(updatedAt),
      type: isTollFree(number) ? "tollfree" : own.type,
    },
    uri: `/2010-04-01/Accounts/${account.sid}/IncomingPhoneNumbers/${sid}.json`,
  };
}
