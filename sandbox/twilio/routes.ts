import express, { Router } from "express";
import { faultHandler } from "../faults.ts";
import type { Sandbox } from "../sandbox.ts";
import { accountRoutes } from "./accounts.ts";
import { errorBody } from "./errors.ts";
import { messageRoutes } from "./messages.ts";
import { numberRoutes } from "./numbers.ts";
import { offerRoutes } from "./offers.ts";
import { priceRoutes } from "./prices.ts";
import { registrationRoutes } from "./registrations.ts";
import { serviceRoutes } from "./services.ts";
import { applicationRoutes } from "./voice/applications.ts";
import { callRoutes } from "./voice/calls.ts";
import { conferenceRoutes } from "./voice/conferences.ts";
import { queueRoutes } from "./voice/queues.ts";
import { recordingRoutes } from "./voice/recording-routes.ts";
import { softphoneRoutes } from "./voice/softphone.ts";

/**
 * Twilio's REST API over plain HTTP, mounted at /twilio. The SDK has no setting for another host; it takes an
 * `httpClient`, a subclass of its own RequestClient that changes `uri`: https://api.twilio.com/PATH becomes
 * BASE/PATH, and https://PRODUCT.twilio.com/PATH becomes BASE/PRODUCT/PATH (messaging, voice, …). Addresses in answers
 * are those of the sandbox itself. Requests are held against the official specification (requests.ts); what breaks it
 * is answered with 400 and code 20001.
 */
export function twilioRoutes(sandbox: Sandbox): Router {
  const routes = Router();
  routes.use("/softphone", softphoneRoutes(sandbox));
  routes.use(express.urlencoded({ extended: false, limit: "1mb" }));
  routes.use(faultHandler("twilio", sandbox, errorBody));
  accountRoutes(routes, sandbox);
  numberRoutes(routes, sandbox);
  offerRoutes(routes, sandbox);
  priceRoutes(routes, sandbox);
  messageRoutes(routes, sandbox);
  serviceRoutes(routes, sandbox);
  registrationRoutes(routes, sandbox);
  applicationRoutes(routes, sandbox);
  callRoutes(routes, sandbox);
  conferenceRoutes(routes, sandbox);
  queueRoutes(routes, sandbox);
  recordingRoutes(routes, sandbox);
  routes.use((_request, response) => void response.status(404).json(errorBody(404)));
  return routes;
}
