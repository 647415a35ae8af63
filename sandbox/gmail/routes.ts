import express, { Router } from "express";
import { faultHandler } from "../faults.ts";
import type { Sandbox } from "../sandbox.ts";
import { getLabel, getProfile, getSendAs, listLabels, listSendAs, stop, watch } from "./account.ts";
import { type GmailCall, gmailCall } from "./call.ts";
import { googleErrorBody } from "./errors.ts";
import { listHistory } from "./history.ts";
import * as messages from "./messages.ts";
import { oauthRoutes } from "./oauth.ts";

const largestMail = "60mb";

/** Google's token, certificate and Gmail endpoints; mounted at /google and, for clients that keep the path, at /. */
export function googleRoutes(sandbox: Sandbox): Router {
  const routes = Router();
  const call = (answer: (call: GmailCall) => unknown) => gmailCall(sandbox, answer);
  const user = "/gmail/v1/users/:userId";
  routes.use(["/gmail", "/upload", "/token", "/certs", "/revoke"], faultHandler("gmail", sandbox, googleErrorBody));
  routes.use(oauthRoutes(sandbox));
  routes.post(
    `/upload${user}/messages/send`,
    express.raw({ type: () => true, limit: largestMail }),
    call(messages.uploadMessage),
  );
  routes.use("/gmail", express.json({ limit: largestMail }));

  routes.get(`${user}/profile`, call(getProfile));
  routes.post(`${user}/watch`, call(watch));
  routes.post(`${user}/stop`, call(stop));
  routes.get(`${user}/history`, call(listHistory));

  routes.get(`${user}/messages`, call(messages.listMessages));
  routes.post(`${user}/messages/send`, call(messages.sendMessage));
  routes.get(`${user}/messages/:id`, call(messages.getMessage));
  routes.delete(`${user}/messages/:id`, call(messages.removeMessage));
  routes.post(`${user}/messages/:id/modify`, call(messages.modifyMessage));
  routes.post(`${user}/messages/:id/trash`, call(messages.trashMessage));
  routes.post(`${user}/messages/:id/untrash`, call(messages.untrashMessage));
  routes.get(`${user}/messages/:messageId/attachments/:id`, call(messages.getAttachment));
  routes.get(`${user}/threads`, call(messages.listThreads));
  routes.get(`${user}/threads/:id`, call(messages.getThread));

  routes.get(`${user}/labels`, call(listLabels));
  routes.get(`${user}/labels/:id`, call(getLabel));
  routes.get(`${user}/settings/sendAs`, call(listSendAs));
  routes.get(`${user}/settings/sendAs/:sendAsEmail`, call(getSendAs));
  routes.use(["/gmail", "/upload"], (_request, response) => void response.status(404).json(googleErrorBody(404)));
  return routes;
}
