import type { Express } from "express";
import express from "express";
import { z } from "zod";
import { getConnection } from "../domain/connections/index.ts";
import { finishInstall } from "../domain/installs/index.ts";
import { getConnectionHealth } from "../domain/syncs/index.ts";
import { type Context, findInDirectory, systemContext } from "../domain/workspaces/index.ts";
import type { EmbeddedPage, Integration } from "../integrations/index.ts";
import { now } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";
import { NotFound } from "../platform/errors.ts";
import { InvalidInput } from "./errors.ts";
import { offerOf } from "./installs.ts";
import { isWhole } from "./v1/connections/connection-shape.ts";

/** What the page inside the provider's own page asks, again and again. */
export const embeddedRoute = { method: "post", path: "/install/:integrationId/page" } as const;

const question = z.object({ proof: z.string().max(8192) });

interface Told {
  connected: boolean;
  summary: string;
  facts: { name: string; value: string }[];
  link: { href: string; text: string };
}

/**
 * Says how the viewer's account is doing, by the proof alone: no cookie counts here. An account nobody has yet is
 * connected with the same proof, and one whose access ended gets it back.
 */
export function mountEmbeddedStatus(
  app: Express,
  { db, integrations, origin }: { db: Database; integrations: readonly Integration[]; origin: string },
): void {
  app[embeddedRoute.method](embeddedRoute.path, express.json({ limit: "16kb" }), async (req, res) => {
    res.locals.route = embeddedRoute.path;
    const { id, install } = offerOf(integrations, String(req.params.integrationId));
    if (!install.page) throw new NotFound("Page of", id);
    const asked = question.safeParse(req.body);
    if (!asked.success) throw new InvalidInput([{ path: "proof", message: "Send the proof as text" }]);
    const told = await tell(db, { id, page: install.page, proof: asked.data.proof, origin });
    res.setHeader("cache-control", "no-store").json(told);
  });
}

async function tell(
  db: Database,
  { id, page, proof, origin }: { id: string; page: EmbeddedPage; proof: string; origin: string },
): Promise<Told> {
  const { account } = await page.viewer(proof);
  const [home] = await findInDirectory(db, "connection", `${id}:${account}`);
  const ctx = home && systemContext(db, home.workspaceId, "install");
  if (ctx && ((await isWhole(ctx, home.rowId)) || (await isJustConnected(ctx, home.rowId)))) {
    return status(ctx, home.rowId, origin);
  }
  const finished = await finishInstall(db, { integrationId: id, ...(await page.exchange(proof)) }, null);
  if ("connection" in finished) {
    const { workspaceId, id: connectionId } = finished.connection;
    return status(systemContext(db, workspaceId, "install"), connectionId, origin);
  }
  return {
    connected: false,
    summary: "The app is installed. One step is left: choose who in your team works with it.",
    facts: [{ name: "Shop", value: account }],
    link: { href: `${origin}/claim#${finished.claim}`, text: "Finish in a new window" },
  };
}

/** The page asks every few seconds; what its owner has not allowed a moment ago she has not allowed now. */
const connectAgainMs = 10 * 60_000;

async function isJustConnected(ctx: Context, connectionId: string): Promise<boolean> {
  const { state, connectedAt } = await getConnection(ctx, connectionId);
  return state === "active" && connectedAt !== null && now().getTime() - connectedAt.getTime() < connectAgainMs;
}

async function status(ctx: Context, connectionId: string, origin: string): Promise<Told> {
  const { account, displayName, stateReason, heardAt } = await getConnection(ctx, connectionId);
  const { state, reasons } = await getConnectionHealth(ctx, connectionId);
  return {
    connected: true,
    summary: stateReason ?? "The shop is connected.",
    facts: [
      { name: "Shop", value: `${displayName} (${account})` },
      { name: "Data", value: state === "well" ? "Up to date" : reasons.map(({ message }) => message).join(". ") },
      { name: "Last heard of", value: heardAt?.toISOString().replace("T", " ").slice(0, 16) ?? "not yet" },
    ],
    link: { href: `${origin}/inbox/open`, text: "Open the inbox" },
  };
}
