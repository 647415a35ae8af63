import { createServer } from "node:http";
import express, { type Express } from "express";
import { createCalls } from "./calls.ts";
import { controlRoutes } from "./control.ts";
import { createFaults } from "./faults.ts";
import { createPlayedMail } from "./gmail/play.ts";
import { notify } from "./gmail/push.ts";
import { googleRoutes } from "./gmail/routes.ts";
import { createGmail } from "./gmail/state.ts";
import { modelRouter } from "./model/router.ts";
import { createModel } from "./model/state.ts";
import { createOutgoing } from "./outgoing.ts";
import type { Sandbox } from "./sandbox.ts";
import { demoWorld } from "./seed.ts";
import { defaultSecrets, defaultServiceAccount, type SandboxOptions, type Settings } from "./settings.ts";
import { shopifyRoutes } from "./shopify/routes.ts";
import { createShops } from "./shopify/state.ts";
import { shopperRouter } from "./shopper/router.ts";

export interface RunningSandbox {
  /** http://127.0.0.1:PORT, without a slash at its end. */
  url: string;
  port: number;
  /** What is behind the stand-ins, for a test in the same process. */
  sandbox: Sandbox;
  stop(): Promise<void>;
}

/**
 * Stand-ins for Google, Shopify and the model on one loopback port. Nothing leaves the machine but pushes and
 * webhooks, to the URLs given.
 *
 * @throws NodeJS.ErrnoException when the port is taken.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<RunningSandbox> {
  const app = express().disable("x-powered-by").set("query parser", "simple");
  const server = createServer(app);
  const port = await new Promise<number>((listening, failed) => {
    server.once("error", failed);
    server.listen(options.port ?? 0, "127.0.0.1", () => {
      const address = server.address();
      listening(typeof address === "object" && address ? address.port : 0);
    });
  });
  const url = `http://127.0.0.1:${port}`;
  const sandbox = createSandbox(settingsOf(options, url));
  mount(app, sandbox);
  return {
    ...{ url, port, sandbox },
    async stop() {
      await sandbox.outgoing.stop();
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function mount(app: Express, sandbox: Sandbox): void {
  app.use("/control", controlRoutes(sandbox));
  app.use("/google", googleRoutes(sandbox));
  app.use("/shopify", shopifyRoutes(sandbox));
  app.use("/openai", modelRouter(sandbox));
  app.use("/shopper", shopperRouter(sandbox));
}

function createSandbox(settings: Settings): Sandbox {
  const [faults, calls] = [createFaults(), createCalls()];
  const outgoing = createOutgoing({ faults, calls }, settings.retryDelayMs);
  const fresh = () => ({
    gmail: createGmail(
      settings.world.mailboxes,
      new Set([(mailbox, mail) => notify(mailbox, mail, settings, outgoing)]),
    ),
    shops: createShops(settings.world.shops),
    model: createModel(),
  });
  const sandbox: Sandbox = {
    ...{ settings, faults, calls, outgoing, ...fresh() },
    mail: createPlayedMail(() => sandbox.gmail),
    async reset() {
      await outgoing.stop();
      faults.clear();
      calls.clear();
      Object.assign(sandbox, fresh());
    },
  };
  return sandbox;
}

function settingsOf({ secrets, port: _taken, ...given }: SandboxOptions, url: string): Settings {
  const pushUrl = given.pushUrl ?? null;
  return {
    publicUrl: given.publicUrl ?? url,
    pushUrl,
    pushAudience: given.pushAudience ?? pushUrl ?? "",
    pushServiceAccount: given.pushServiceAccount ?? defaultServiceAccount,
    shopifyWebhookUrl: given.shopifyWebhookUrl ?? null,
    secrets: { ...defaultSecrets, ...secrets },
    world: given.world ?? demoWorld(),
    retryDelayMs: given.retryDelayMs ?? 250,
  };
}
