import type { Router } from "express";
import type { Sandbox } from "../sandbox.ts";
import { type Call, restCall } from "./call.ts";
import { seconds } from "./dates.ts";
import { notFound, refused, TwilioError } from "./errors.ts";
import { metaPage } from "./page.ts";
import { newSid } from "./sid.ts";
import { newService, type PhoneNumber, type Service, serviceWith } from "./state.ts";

const services = "/messaging/v1/Services";

/** Messaging services and their senders. Source: https://www.twilio.com/docs/messaging/api/service-resource */
export function serviceRoutes(routes: Router, sandbox: Sandbox): void {
  routes.get(
    services,
    restCall(sandbox, (call) =>
      metaPage(call, "services", [...call.account.services.values()], (each) => view(call, each)),
    ),
  );
  routes.post(services, restCall(sandbox, create, 201));
  routes.get(
    `${services}/:ServiceSid`,
    restCall(sandbox, (call) => view(call, serviceOf(call))),
  );
  routes.post(
    `${services}/:ServiceSid`,
    restCall(sandbox, (call) => view(call, change(call, serviceOf(call)))),
  );
  routes.delete(
    `${services}/:ServiceSid`,
    restCall(sandbox, (call) => void call.account.services.delete(serviceOf(call).sid)),
  );

  const senders = `${services}/:ServiceSid/PhoneNumbers`;
  routes.get(senders, restCall(sandbox, listSenders));
  routes.post(senders, restCall(sandbox, addSender, 201));
  routes.get(
    `${senders}/:Sid`,
    restCall(sandbox, (call) => senderView(call, senderOf(call))),
  );
  routes.delete(`${senders}/:Sid`, restCall(sandbox, removeSender));
}

function create(call: Call) {
  const service = newService(newSid("MG"), {}, call.twilio.schedule.now());
  call.account.services.set(service.sid, service);
  return view(call, change(call, service));
}

function change(call: Call, service: Service): Service {
  for (const [name, value] of Object.entries(call.given)) {
    const one = [value].flat()[0] ?? "";
    const wire = name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase();
    const isNumber = name === "ValidityPeriod";
    service.settings[wire] = isNumber ? Number(one) : /^(?:true|false)$/.test(one) ? one === "true" : one;
  }
  service.updatedAt = call.twilio.schedule.now();
  return service;
}

function listSenders(call: Call) {
  const service = serviceOf(call);
  const all = service.numberSids.flatMap(({ sid }) => call.account.numbers.get(sid) ?? []);
  return metaPage(call, "phone_numbers", all, (own) => senderView(call, own));
}

function addSender(call: Call) {
  const service = serviceOf(call);
  const own = call.account.numbers.get(call.text("PhoneNumberSid") ?? "");
  if (!own) throw refused(21701, "The phone number does not exist");
  const holder = serviceWith(call.account, own);
  if (holder === service)
    throw new TwilioError(409, 21710, "Phone Number or Short Code is already in the Messaging Service.");
  if (holder)
    throw new TwilioError(409, 21712, "Phone Number or Short Code is associated with another Messaging Service.");
  service.numberSids.push({ sid: own.sid, addedAt: call.twilio.schedule.now() });
  return senderView(call, own);
}

function removeSender(call: Call): undefined {
  const [service, own] = [serviceOf(call), senderOf(call)];
  service.numberSids = service.numberSids.filter(({ sid }) => sid !== own.sid);
}

function serviceOf(call: Call): Service {
  const service = call.account.services.get(call.path("ServiceSid"));
  if (!service) throw notFound(call.uri);
  return service;
}

function senderOf(call: Call): PhoneNumber {
  const own = call.account.numbers.get(call.path("Sid"));
  if (!own || serviceWith(call.account, own) !== serviceOf(call)) throw notFound(call.uri);
  return own;
}

function view({ base, account }: Call, { sid, settings, createdAt, updatedAt, campaigns }: Service) {
  const url = `${base}${services}/${sid}`;
  const parts = { phone_numbers: "PhoneNumbers", short_codes: "ShortCodes", alpha_senders: "AlphaSenders" };
  const links = Object.entries({ ...parts, us_app_to_person: "Compliance/Usa2p" });
  return {
    ...{ sid, account_sid: account.sid, friendly_name: "", inbound_request_url: null, inbound_method: "POST" },
    ...{ fallback_url: null, fallback_method: "POST", status_callback: null, sticky_sender: true, mms_converter: true },
    ...{ smart_encoding: true, scan_message_content: "inherit", fallback_to_long_code: true, area_code_geomatch: true },
    ...{ synchronous_validation: false, validity_period: 36_000, usecase: "undeclared" },
    ...{ use_inbound_webhook_on_number: false, ...settings, url },
    us_app_to_person_registered: [...campaigns.values()].some((each) => each.campaign_status === "VERIFIED"),
    ...{ date_created: seconds(createdAt), date_updated: seconds(updatedAt) },
    links: Object.fromEntries(links.map(([name, path]) => [name, `${url}/${path}`])),
  };
}

function senderView(call: Call, own: PhoneNumber) {
  const service = serviceOf(call);
  const addedAt = service.numberSids.find(({ sid }) => sid === own.sid)?.addedAt ?? service.createdAt;
  return {
    ...{ sid: own.sid, account_sid: call.account.sid, service_sid: service.sid, phone_number: own.number },
    ...{ country_code: own.number.startsWith("+1") ? "US" : "", capabilities: ["SMS", "MMS", "Voice"] },
    ...{ date_created: seconds(addedAt), date_updated: seconds(addedAt) },
    url: `${call.base}${services}/${service.sid}/PhoneNumbers/${own.sid}`,
  };
}
