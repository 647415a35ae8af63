import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Express, Request } from "express";
import express from "express";
import { NotFound } from "../platform/errors.ts";

/** Paths that are never a page of the client. */
const notPages = /^\/(v1|files|webhooks|install|socket\.io|docs|openapi\.json|livez|readyz|metrics|assets)(\/|$)/;
const immutable = "public, max-age=31536000, immutable";

export const pageRoute = { method: "get", path: "/{*page}" } as const;

/** Serves the built agent client; every path that is nothing else is a page of it. */
export function mountWebClient(app: Express, folder: string): void {
  const index = join(folder, "index.html");
  app.use(
    express.static(folder, {
      index: false,
      dotfiles: "ignore",
      // Built files carry a hash of their content in their name.
      setHeaders: (res, path) => res.setHeader("cache-control", isHashed(folder, path) ? immutable : "no-cache"),
    }),
  );
  app[pageRoute.method](pageRoute.path, (req, res, next) => {
    if (!isPage(req) || !existsSync(index)) return next();
    res.locals.route = "page";
    res.sendFile(index, { headers: { "cache-control": "no-cache" } });
  });
  app.use((req) => {
    throw new NotFound("Path", req.path);
  });
}

function isHashed(folder: string, path: string): boolean {
  return path.startsWith(join(folder, "assets"));
}

/** Pages have plain names: what looks like a file or an attack is none. */
function isPage(req: Request): boolean {
  return /^[\w/-]*$/.test(req.path) && !notPages.test(req.path) && req.accepts(["html", "json"]) === "html";
}
