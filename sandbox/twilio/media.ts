import { createHmac } from "node:crypto";
import type { Router } from "express";
import type { Sandbox } from "../sandbox.ts";
import { type Call, restCall } from "./call.ts";
import { notFound } from "./errors.ts";
import { mediaView } from "./message-view.ts";
import { messageOf } from "./messages.ts";
import { page } from "./page.ts";
import type { Media } from "./state.ts";

const media = "/2010-04-01/Accounts/:AccountSid/Messages/:MessageSid/Media";
const validForMs = 4 * 3_600_000;

/**
 * What a text shows. Basic authentication opens the address, which sends on to a signed one elsewhere; that one refuses
 * credentials, as the storage behind Twilio does. Source: https://www.twilio.com/docs/messaging/api/media-resource
 */
export function mediaRoutes(routes: Router, sandbox: Sandbox): void {
  routes.get(
    `${media}.json`,
    restCall(sandbox, (call) => {
      const message = messageOf(call);
      return page(call, "media_list", message.media, (each) => mediaView(message, each));
    }),
  );
  routes.get(
    `${media}/:Sid.json`,
    restCall(sandbox, (call) => mediaView(messageOf(call), mediaOf(call))),
  );
  routes.delete(`${media}/:Sid.json`, restCall(sandbox, remove));
  routes.delete(`${media}/:Sid`, restCall(sandbox, remove));
  routes.get(`${media}/:Sid`, restCall(sandbox, redirect));
  routes.get("/cdn/:account/:message/:sid", (request, response) => {
    const { account, message, sid } = request.params;
    const found = sandbox.twilio.accounts
      .get(account)
      ?.messages.get(message)
      ?.media.find((each) => each.sid === sid);
    if (request.get("authorization"))
      return void response.status(400).type("xml").send("<Error><Code>InvalidArgument</Code></Error>");
    const { until, signature } = request.query;
    const isValid =
      signature === sign(request.path, String(until)) && Number(until) > sandbox.twilio.schedule.now().getTime();
    if (!isValid || !found)
      return void response.status(403).type("xml").send("<Error><Code>AccessDenied</Code></Error>");
    response.type(found.contentType).send(found.bytes);
  });
}

function redirect(call: Call): void {
  const found = mediaOf(call);
  const path = `/cdn/${call.account.sid}/${call.path("MessageSid")}/${found.sid}`;
  const until = String(call.twilio.schedule.now().getTime() + validForMs);
  call.request.res?.redirect(
    307,
    `${call.base}${path}?${new URLSearchParams({ until, signature: sign(path, until) })}`,
  );
}

function remove(call: Call): undefined {
  const [message, found] = [messageOf(call), mediaOf(call)];
  message.media = message.media.filter((each) => each !== found);
}

function mediaOf(call: Call): Media {
  const found = messageOf(call).media.find(({ sid }) => sid === call.path("Sid"));
  if (!found) throw notFound(call.uri);
  return found;
}

function sign(path: string, until: string): string {
  return createHmac("sha256", "sandbox")
    .update(path + until)
    .digest("base64url");
}
