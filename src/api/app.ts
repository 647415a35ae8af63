import { fileURLToPath } from "node:url";
import type { RequestHandler } from "express";
import express from "express";
import type { Config } from "../config.ts";
import { integrations as allIntegrations, type Integration } from "../integrations/index.ts";
import type { Database } from "../platform/db.ts";
import { newId } from "../platform/ids.ts";
import type { Log } from "../platform/log.ts";
import { openRateLimits } from "../platform/rate-limit.ts";
import { type Caller, type Credentials, identify } from "./authenticate.ts";
import { createCursors } from "./cursor.ts";
import { embeddedRoute, mountEmbeddedStatus } from "./embedded-status.ts";
import { problemHandler } from "./errors.ts";
import { createFileLinks } from "./file-links.ts";
import { fileRoute, mountFiles, textFileRoute } from "./files.ts";
import { helpRoutes, mountHelpCenters } from "./help-center/mount.ts";
import { installRoutes, mountInstalls } from "./installs.ts";
import { createLogins } from "./login.ts";
import { mcpRoutes, mountMcp } from "./mcp/mount.ts";
import { createMetrics, type VoiceMeter } from "./metrics.ts";
import { mountEndpoints } from "./mount.ts";
import { openApiDocument } from "./openapi.ts";
import { mountOperations, operationRoutes } from "./operations.ts";
import { mountReference, referenceRoutes } from "./reference.ts";
import { rememberAnswers } from "./remembered.ts";
import { mountSecurityHeaders } from "./security-headers.ts";
import { openSessions, type SessionConfig } from "./sessions.ts";
import { createShopperTokens } from "./shoppers.ts";
import { rememberStandings } from "./standings.ts";
import { mountSurveys, surveyRoutes } from "./surveys.ts";
import { mountToolLogins, toolLoginRoute } from "./tool-logins.ts";
import { v1 } from "./v1/index.ts";
import { mountWebClient, pageRoute } from "./web-client.ts";
import { mountWebhooks, webhookRoute } from "./webhooks.ts";

export interface ApiOptions {
  config: SessionConfig & Pick<Config, "TRUST_PROXY" | "REDIS_URL" | "FILES_URL">;
  db: Database;
  log: Log;
  /** Live connections to this process, for the metrics. */
  countSockets?: () => number;
  /** A person logged out of one session: its live connections are to be cut. */
  onLogout?: (sessionId: string, memberId: string) => Promise<void> | void;
  integrations?: readonly Integration[];
  /** The built agent client. */
  webClientFolder?: string;
  /** Scalar's browser bundle. */
  referenceScript?: string;
}

export interface Api {
  app: express.Express;
  /** Who opens a socket. @throws AppError("unauthenticated") for credentials that open nothing. */
  identify(credentials: Credentials): Promise<Caller | null>;
  /** What the talks of this process are measured with. */
  voiceMeter: VoiceMeter;
  /** From now on the process says that it is not ready; it goes on serving. */
  beginStop(): void;
  close(): Promise<void>;
}

/** Routes beside the endpoints of `v1`: they are no part of the contract, or speak another one. */
export const otherRoutes = [
  ...operationRoutes,
  ...referenceRoutes,
  webhookRoute,
  ...installRoutes,
  toolLoginRoute,
  ...surveyRoutes,
  ...helpRoutes,
  ...mcpRoutes,
  embeddedRoute,
  fileRoute,
  textFileRoute,
  pageRoute,
];

/** The HTTP side of the product, ready to be given to a server. */
export function createApi(options: ApiOptions): Api {
  const { config, db, log, integrations = allIntegrations } = options;
  const sessions = openSessions(config, log);
  const standings = rememberStandings(db);
  const limits = openRateLimits(config.REDIS_URL);
  const metrics = createMetrics(db, options.countSockets ?? (() => 0));
  let stopping = false;

  const app = express();
  // Answers of the API are kept by nobody; files bring their own etag.
  app.disable("x-powered-by").disable("etag");
  app.set("trust proxy", config.TRUST_PROXY === 0 ? false : config.TRUST_PROXY);
  app.use(giveRequestId, metrics.observe, logRequests(log));
  // Before what browsers are told: those who send webhooks show nothing, and nothing is asked for as often.
  mountWebhooks(app, db, integrations);
  const origins = { product: config.PUBLIC_URL, files: config.FILES_URL ?? config.PUBLIC_URL };
  mountSecurityHeaders(app, {
    isHttps: config.PUBLIC_URL.startsWith("https:"),
    reaches: reachedByPhones(integrations),
    filesOrigin: origins.files === origins.product ? null : origins.files,
  });
  const fileLinks = createFileLinks(config.SESSION_SECRET, origins.files);
  mountFiles(app, db, fileLinks, origins);
  mountOperations(app, { db, metrics, isStopping: () => stopping });
  const atProvider = { db, integrations, sessions, standings, origin: config.PUBLIC_URL };
  mountInstalls(app, atProvider);
  mountEmbeddedStatus(app, atProvider);
  mountToolLogins(app, atProvider);
  mountSurveys(app, db);
  mountHelpCenters(app, { db, limits, origin: new URL(config.PUBLIC_URL).origin });
  const cursors = createCursors(config.SESSION_SECRET);
  mountMcp(app, { ...{ db, log, standings, limits, cursors, fileLinks }, origin: config.PUBLIC_URL });
  mountEndpoints(app, Object.values(v1), {
    config,
    db,
    sessions,
    standings,
    logins: createLogins(db, limits),
    fileLinks,
    shopperTokens: createShopperTokens(config.SESSION_SECRET),
    limits,
    cursors,
    remembered: rememberAnswers(db),
    onLogout: options.onLogout ?? (() => undefined),
  });
  mountReference(app, openApiDocument, options.referenceScript ?? inRoot("web/reference/dist/standalone.js"));
  mountWebClient(app, options.webClientFolder ?? inRoot("web/agent/dist"));
  app.use(problemHandler(log));

  return {
    app,
    identify: (credentials) => identify({ db, sessions }, credentials),
    voiceMeter: metrics.voice,
    beginStop: () => {
      stopping = true;
    },
    close: async () => {
      limits.close();
      standings.close();
      await sessions.close();
    },
  };
}

/** Calls go between the browser and their provider: pages may reach it. */
function reachedByPhones(integrations: readonly Integration[]): { connect: string[]; media: string[] } {
  const origins = integrations.flatMap(({ softphone }) => softphone?.origins() ?? []);
  return { connect: origins.flatMap(({ connect }) => connect), media: origins.flatMap(({ media }) => media) };
}

/** The caller's own id if it is a harmless one, so that a request can be followed through several systems. */
const giveRequestId: RequestHandler = (req, res, next) => {
  const given = req.get("x-request-id");
  res.setHeader("x-request-id", given && /^[\w.:-]{1,100}$/.test(given) ? given : newId());
  next();
};

/** Asked for by machines, again and again; webhooks that were taken are counted, and stand in `deliveries`. */
const quiet = new Set(["/livez", "/readyz", "/metrics", webhookRoute.path]);

/** One line a request: its route, never its address, which holds ids and what people search for. */
function logRequests(log: Log): RequestHandler {
  // Nothing in this line can be secret, and looking for secrets costs ten times as much as writing it.
  const lines = log.child({}, { redact: [] });
  return (req, res, next) => {
    const startedAt = performance.now();
    res.once("close", () => {
      const { route = "other" } = res.locals;
      const level = quiet.has(route) && res.statusCode < 400 ? "debug" : "info";
      if (!lines.isLevelEnabled(level)) return;
      const ms = Math.round(performance.now() - startedAt);
      const line = { requestId: res.getHeader("x-request-id"), method: req.method, route, status: res.statusCode, ms };
      lines[level](line, "request");
    });
    next();
  };
}

function inRoot(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}
