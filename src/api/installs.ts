import type { Express, Request, RequestHandler, Response } from "express";
import { allow } from "../domain/access/index.ts";
import { finishInstall, noteAttempt, takeAttempt } from "../domain/installs/index.ts";
import { type Context, findInDirectory, systemContext } from "../domain/workspaces/index.ts";
import type { Grant, Install, Integration } from "../integrations/index.ts";
import type { Database } from "../platform/db.ts";
import { AppError, NotFound } from "../platform/errors.ts";
import { authenticate } from "./authenticate.ts";
import { sendEmbeddedPage } from "./embedded-page.ts";
import { tellPerson } from "./plain-page.ts";
import type { Sessions } from "./sessions.ts";
import type { Standings } from "./standings.ts";
import { isWhole } from "./v1/connections/connection-shape.ts";

const paths = {
  opened: "/install/:integrationId",
  begin: "/install/:integrationId/begin",
  callback: "/install/:integrationId/callback",
} as const;

/** Pages a browser goes through, so they are no part of the API. */
export const installRoutes = Object.values(paths).map((path) => ({ method: "get", path }) as const);

export interface InstallTools {
  db: Database;
  integrations: readonly Integration[];
  sessions: Sessions;
  standings: Standings;
  /** Where the product is found from outside. */
  origin: string;
}

/**
 * The way of an account into a workspace. Nobody gets in here without one of these: a link the provider signed a moment
 * ago, a ticket a member got for herself and her own session, or a state that this browser began with and the provider
 * sent back; each of the last two once.
 */
export function mountInstalls(app: Express, tools: InstallTools): void {
  const get = (path: string, act: (req: Request, res: Response, install: Offer) => Promise<void>) =>
    app.get(path, tools.sessions.middleware, shown(path, tools.integrations, act));

  /** Somebody opens the product at the provider. */
  get(paths.opened, async (req, res, { id, install }) => {
    const { account, embedded } = await install.opened(queryOf(req));
    if (embedded && install.page) return sendEmbeddedPage(res, { integrationId: id, account, page: install.page });
    if (await isConnected(tools.db, id, account)) return res.redirect("/");
    await sendToProvider(res, { id, install }, { account, forWorkspaceId: null, memberId: null });
  });

  /** A member who wants the account in her workspace. */
  get(paths.begin, async (req, res, offer) => {
    const attempt = await takeAttempt(tools.db, queryOf(req).get("ticket") ?? "");
    if (attempt?.integrationId !== offer.id) throw outdated();
    await memberOf(req, attempt);
    await sendToProvider(res, offer, attempt);
  });

  /** She is back. */
  get(paths.callback, async (req, res, { id, install }) => {
    const attempt = await takeAttempt(tools.db, queryOf(req).get("state") ?? "");
    if (attempt?.integrationId !== id) throw outdated();
    const member = await memberOf(req, attempt);
    const grant = await install.complete({ url: req.originalUrl, cookie: req.get("cookie") });
    refuseAnother(grant, attempt.account);
    const finished = await finishInstall(tools.db, { integrationId: id, ...grant }, member);
    if ("claim" in finished) return res.redirect(`/claim#${finished.claim}`);
    res.redirect(member ? "/settings/shops" : "/");
  });

  /** @throws AppError("forbidden") unless this browser is the member's who began. */
  async function memberOf(req: Request, attempt: { forWorkspaceId: string | null; memberId: string | null }) {
    if (attempt.forWorkspaceId === null) return null;
    const { db, standings, origin } = tools;
    const caller = req.get("authorization")
      ? null
      : await authenticate(req, { db, standings, requestId: String(req.res?.getHeader("x-request-id")), origin });
    const ctx: Context | undefined = caller?.ctx;
    if (ctx?.workspaceId !== attempt.forWorkspaceId || caller?.login?.memberId !== attempt.memberId) {
      throw new AppError("forbidden", "Log in as you were when you began, then connect the shop again");
    }
    allow(ctx, "connections:manage");
    return ctx;
  }

  async function sendToProvider(
    res: Response,
    { id, install }: Offer,
    attempt: { account: string; forWorkspaceId: string | null; memberId: string | null },
  ): Promise<void> {
    const { account, forWorkspaceId, memberId } = attempt;
    const { url, state, cookies } = await install.begin({ account, callbackPath: `/install/${id}/callback` });
    await noteAttempt(tools.db, { integrationId: id, account, forWorkspaceId, memberId }, state);
    res.append("set-cookie", cookies).redirect(url);
  }
}

interface Offer {
  id: string;
  install: Install;
}

/** For people: what went wrong is a page, with the status it has. */
function shown(
  path: string,
  integrations: readonly Integration[],
  act: (req: Request, res: Response, offer: Offer) => Promise<void>,
): RequestHandler {
  return async (req, res) => {
    res.locals.route = path;
    res.setHeader("cache-control", "no-store");
    try {
      await act(req, res, offerOf(integrations, String(req.params.integrationId)));
    } catch (error) {
      if (!(error instanceof AppError) || error.code === "bug") throw error;
      tellPerson(res, error);
    }
  };
}

export function offerOf(integrations: readonly Integration[], id: string): Offer {
  const install = integrations.find((integration) => integration.id === id)?.install;
  if (!install) throw new NotFound("Integration that installs", id);
  return { id, install };
}

/** As it was sent: what is signed is signed so. */
function queryOf(req: Request): URLSearchParams {
  return new URL(req.originalUrl, "http://here").searchParams;
}

async function isConnected(db: Database, integrationId: string, account: string): Promise<boolean> {
  const [home] = await findInDirectory(db, "connection", `${integrationId}:${account}`);
  return home ? isWhole(systemContext(db, home.workspaceId, "install"), home.rowId) : false;
}

function refuseAnother(grant: Grant, account: string): void {
  if (grant.account === account) return;
  throw new AppError("unauthenticated", "The provider answered about another shop than you asked for; begin again");
}

function outdated(): AppError {
  return new AppError("unauthenticated", "This link was used already, or is too old; begin again");
}
