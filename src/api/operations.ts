import { sql } from "drizzle-orm";
import type { Express } from "express";
import type { Database } from "../platform/db.ts";
import { type Metrics, metricsType } from "./metrics.ts";

/** A probe asks every few seconds and gives up soon. */
const readyWithinMs = 2000;

export const operationRoutes = [
  { method: "get", path: "/livez" },
  { method: "get", path: "/readyz" },
  { method: "get", path: "/metrics" },
] as const;

/**
 * What the platform around the process asks: is it alive, should it get requests, how is it doing.
 * Ready means that Postgres answers. Redis does not count: without it everything goes on, only slower.
 */
export function mountOperations(app: Express, tools: { db: Database; metrics: Metrics; isStopping: () => boolean }) {
  const { db, metrics, isStopping } = tools;
  app.get("/livez", (_req, res) => {
    res.locals.route = "/livez";
    res.json({ status: "ok" });
  });
  app.get("/readyz", async (_req, res) => {
    res.locals.route = "/readyz";
    const status = isStopping() ? "stopping" : (await answers(db)) ? "ok" : "database_unreachable";
    res.status(status === "ok" ? 200 : 503).json({ status });
  });
  app.get("/metrics", async (_req, res) => {
    res.locals.route = "/metrics";
    res.type(metricsType).send(await metrics.render());
  });
}

async function answers(db: Database): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), readyWithinMs);
  });
  const asked = Promise.all([db.app.orm.execute(sql`select 1`), db.system.orm.execute(sql`select 1`)]).then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
