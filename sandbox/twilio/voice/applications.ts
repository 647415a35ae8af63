import type { Router } from "express";
import type { Sandbox } from "../../sandbox.ts";
import { type Call, restCall } from "../call.ts";
import { rfc2822 } from "../dates.ts";
import { notFound } from "../errors.ts";
import { page } from "../page.ts";
import { newSid } from "../sid.ts";
import type { Resource } from "../state.ts";

const applications = "/2010-04-01/Accounts/:AccountSid/Applications";

/** TwiML applications: where softphones' calls go. Source: https://www.twilio.com/docs/usage/api/applications */
export function applicationRoutes(routes: Router, sandbox: Sandbox): void {
  routes.get(`${applications}.json`, restCall(sandbox, list));
  routes.post(`${applications}.json`, restCall(sandbox, create, 201));
  routes.get(
    `${applications}/:Sid.json`,
    restCall(sandbox, (call) => view(call, found(call))),
  );
  routes.post(
    `${applications}/:Sid.json`,
    restCall(sandbox, (call) => view(call, change(call, found(call)))),
  );
  routes.delete(
    `${applications}/:Sid.json`,
    restCall(sandbox, (call) => void call.account.applications.delete(found(call).sid)),
  );
}

function list(call: Call) {
  const name = call.text("FriendlyName");
  const all = [...call.account.applications.values()].filter((each) => !name || each.friendly_name === name);
  return page(call, "applications", all, (each) => view(call, each));
}

function create(call: Call) {
  const application: Resource = { sid: newSid("AP") };
  call.account.applications.set(application.sid, application);
  return view(call, change(call, application));
}

function change(call: Call, application: Resource): Resource {
  for (const name of Object.keys(call.given)) {
    const wire = name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase();
    const value = call.text(name) ?? "";
    application[wire] = /^(?:true|false)$/.test(value) ? value === "true" : value;
  }
  return application;
}

function found({ account, path, uri }: Call): Resource {
  const application = account.applications.get(path("Sid"));
  if (!application) throw notFound(uri);
  return application;
}

function view({ account }: Call, application: Resource) {
  const at = rfc2822(account.createdAt);
  return {
    ...{ account_sid: account.sid, api_version: "2010-04-01", friendly_name: "", message_status_callback: null },
    ...{ sms_fallback_method: "POST", sms_fallback_url: null, sms_method: "POST", sms_status_callback: null },
    ...{ sms_url: null, status_callback: null, status_callback_method: "POST", voice_caller_id_lookup: false },
    ...{ voice_fallback_method: "POST", voice_fallback_url: null, voice_method: "POST", voice_url: null },
    ...{ public_application_connect_enabled: false, date_created: at, date_updated: at, ...application },
    uri: `/2010-04-01/Accounts/${account.sid}/Applications/${application.sid}.json`,
  };
}
