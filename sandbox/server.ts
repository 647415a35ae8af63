import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { createCalls } from "./calls.ts";
import { controlRoutes } from "./control.ts";
import { createFaults } from "./faults.ts";
import { createPlayedMail } from "./gmail/play.ts";
import { notify } from "./gmail/push.ts";
import { googleRoutes } from "./gmail/routes.ts";
import { createGmail, type MailboxListener } from "./gmail/state.ts";
import { loyaltyRoutes } from "./loyalty/routes.ts";
import { createLoyalty } from "./loyalty/state.ts";
import { modelRoutes } from "./model/routes.ts";
import { createModel } from "./model/state.ts";
import { createOutgoing } from "./outgoing.ts";
import { sameOrigin } from "./same-origin.ts";
import type { Sandbox } from "./sandbox.ts";
import { demoWorld } from "./seed.ts";
import { defaultSecrets, defaultServiceAccount, type SandboxOptions, type Settings } from "./settings.ts";
import { createApp } from "./shopify/app.ts";
import { fileRoutes } from "./shopify/bulk/files.ts";
import { imageRoutes } from "./shopify/images.ts";
import { shopifyRoutes } from "./shopify/routes.ts";
import { createShops } from "./shopify/state.ts";
import { shopperRoutes } from "./shopper/routes.ts";
import { receiveText } from "./twilio/receive.ts";
import { twilioRoutes } from "./twilio/routes.ts";
import { createTwilio, type Twilio } from "./twilio/state.ts";
import { createClock } from "./wound-clock.ts";

export interface RunningSandbox {
  /** http://127.0.0.1:PORT, without a slash at the end. */
  url: string;
  port: number;
  /** What the stand-ins know now; tests may look and change. */
  state: Sandbox;
  stop(): Promise<void>;
}

/**
 * Starts stand-ins for Google (at /google), Shopify (/shopify/SHOP), the model (/openai/v1, /anthropic/v1, /gemini/v1), Twilio (/twilio), a
 * loyalty programme (/loyalty/mcp) and the shopper's page (/shopper) on 127.0.0.1, turned by /control.
 *
 * @throws Error when the port cannot be listened on.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<RunningSandbox> {
  // As long as providers do: one that closes after Node's 5 s cuts off whoever writes just then.
  const server = createServer({ keepAliveTimeout: 65_000 });
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo; // listening on TCP, it is never a path
  const url = `http://127.0.0.1:${port}`;
  const settings = settingsOf(options, url);
  const listeners = new Set<MailboxListener>();
  const phoneListeners: Twilio["listeners"] = new Set();
  const [faults, calls, clock] = [createFaults(), createCalls(), createClock()];
  const outgoing = createOutgoing({ faults, calls, clock }, settings.retryDelayMs);
  const state: Sandbox = {
    ...{ settings, calls, faults, outgoing, clock, ...startingState(settings, listeners, phoneListeners) },
    mail: createPlayedMail(() => state.gmail),
  };
  listeners.add((mailbox, mail) => notify(mailbox, mail, settings, outgoing));
  const connectPhones = () => {
    state.twilio.onward = (text) => void receiveText(state, text);
  };
  connectPhones();

  const reset = async () => {
    await outgoing.stop();
    faults.clear();
    calls.clear();
    clock.reset();
    state.twilio.schedule.stop();
    Object.assign(state, startingState(settings, listeners, phoneListeners));
    connectPhones();
  };
  server.on("request", application(state, reset));
  const stop = async () => {
    state.twilio.schedule.stop();
    server.closeAllConnections();
    await Promise.all([outgoing.stop(), new Promise((closed) => server.close(closed))]);
  };
  return { url, port, state, stop };
}

function application(state: Sandbox, reset: () => Promise<void>): express.Express {
  const app = express();
  app.disable("x-powered-by");
  app.use("/control", sameOrigin, controlRoutes(state, reset));
  app.use("/shopper", sameOrigin, shopperRoutes(state));
  app.use("/shop-images", imageRoutes());
  app.use(modelRoutes(state));
  app.use("/twilio", twilioRoutes(state));
  app.use("/google", googleRoutes(state));
  app.use(loyaltyRoutes(state));
  app.use(fileRoutes(state));
  app.use(shopifyRoutes(state));
  app.use(googleRoutes(state));
  app.get("/", (_request, response) => response.redirect("/shopper"));
  return app;
}

function startingState(settings: Settings, listeners: Set<MailboxListener>, phoneListeners: Twilio["listeners"]) {
  const app = createApp(settings);
  const { mailboxes, shops, twilio: phones = { accounts: [], phones: [] } } = settings.world;
  const gmail = createGmail(mailboxes, listeners);
  const twilio = createTwilio(phones, phoneListeners, settings.textStepMs);
  return { gmail, app, shops: createShops(shops, app.scopes), model: createModel(), twilio, loyalty: createLoyalty() };
}

function settingsOf(options: SandboxOptions, url: string): Settings {
  const { pushUrl = null, shopifyWebhookUrl = null } = options;
  return {
    ...{ pushUrl, shopifyWebhookUrl, url, publicUrl: options.publicUrl ?? url },
    pushAudience: options.pushAudience ?? pushUrl ?? "",
    pushServiceAccount: options.pushServiceAccount ?? defaultServiceAccount,
    secrets: { ...defaultSecrets, ...options.secrets },
    world: options.world ?? demoWorld(),
    shopifyApp: options.shopifyApp ?? {},
    productUrl: options.productUrl ?? "",
    retryDelayMs: options.retryDelayMs ?? 250,
    textStepMs: options.textStepMs ?? 250,
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((listening, failed) => {
    server.once("error", failed);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", failed);
      listening();
    });
  });
}
