import express, { Router } from "express";
import { z } from "zod";
import { faultInput } from "./faults.ts";
import { gmailControl } from "./gmail/control.ts";
import { loyaltyControl } from "./loyalty/control.ts";
import { modelControl } from "./model/control.ts";
import type { Sandbox } from "./sandbox.ts";
import { shopifyControl } from "./shopify/control.ts";
import { describeTwilio, twilioControl } from "./twilio/control.ts";

/** What tests and demos turn; none of it belongs to a provider. */
export function controlRoutes(sandbox: Sandbox, reset: () => Promise<void>): Router {
  const routes = Router();
  routes.use("/gmail", gmailControl(sandbox));
  routes.use(express.json({ limit: "5mb" }));

  routes.get("/faults", (_request, response) => void response.json(sandbox.faults.list()));
  routes.post("/faults", (request, response) => {
    const fault = faultInput.safeParse(request.body);
    if (!fault.success) return void response.status(422).json({ error: z.prettifyError(fault.error) });
    sandbox.faults.add(fault.data);
    response.status(201).json(fault.data);
  });
  routes.delete("/faults", (_request, response) => {
    sandbox.faults.clear();
    response.status(204).end();
  });

  routes.post("/reset", async (_request, response) => {
    await reset();
    response.status(204).end();
  });
  routes.get("/state", (_request, response) => void response.json(describe(sandbox)));

  routes.use("/shopify", shopifyControl(sandbox));
  routes.use("/model", modelControl(sandbox));
  routes.use("/loyalty", loyaltyControl(sandbox));
  routes.use("/twilio", twilioControl(sandbox));
  return routes;
}

function describe(sandbox: Sandbox) {
  const { calls, faults, outgoing, gmail, shops, model } = sandbox;
  return {
    calls: calls.all(),
    faults: faults.list(),
    waiting: outgoing.waiting(),
    mailboxes: [...gmail.mailboxes.values()].map(({ address, kind, mails, historyId, watch, revoked }) => ({
      ...{ address, kind, messages: mails.size, historyId: String(historyId), watched: watch !== null, revoked },
    })),
    sentOutside: gmail.sentOutside.map(({ to }) => to),
    shops: [...shops.values()].map(({ domain, customers, orders, bucket }) => ({
      ...{ domain, customers: customers.length, orders: orders.length, available: Math.floor(bucket.available) },
    })),
    twilio: describeTwilio(sandbox),
    model: { scripted: model.script.length, requests: model.requests.length },
  };
}
