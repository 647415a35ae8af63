import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { apiReference } from "@scalar/express-api-reference";
import type { Express } from "express";

export const referenceRoutes = [
  { method: "get", path: "/openapi.json" },
  { method: "get", path: "/docs" },
  { method: "get", path: "/docs/reference.js" },
] as const;

const withoutScript = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Parley API</title>
<p>The interactive reference is not part of this build. The whole description of the API is at
<a href="/openapi.json">/openapi.json</a>.</p></html>`;

/**
 * The OpenAPI document, and Scalar to read and try it, served from here: nothing is loaded from elsewhere.
 *
 * @param scriptPath Scalar's browser bundle, one file; a build without it shows the document only.
 */
export function mountReference(app: Express, document: () => object, scriptPath: string): void {
  // Made when somebody asks: a process that only works never pays for it.
  let json: string | undefined;
  app.get("/openapi.json", (_req, res) => {
    res.locals.route = "/openapi.json";
    json ??= JSON.stringify(document());
    res.type("application/json").send(json);
  });
  app.get("/docs/reference.js", (_req, res, next) => {
    res.locals.route = "/docs/reference.js";
    if (!existsSync(scriptPath)) return next();
    res.sendFile(scriptPath, { dotfiles: "allow", maxAge: "1d" });
  });
  app.get<never, string>("/docs", (req, res, next) => {
    res.locals.route = "/docs";
    if (!existsSync(scriptPath)) return void res.type("html").send(withoutScript);
    const nonce = randomBytes(16).toString("base64");
    res.setHeader("content-security-policy", policyWith(nonce));
    apiReference({ ...settings, nonce })(req, res, next);
  });
}

const settings = {
  url: "/openapi.json",
  cdn: "/docs/reference.js",
  pageTitle: "Parley API",
  withDefaultFonts: false,
  favicon: "/favicon.svg",
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: "never",
  hideClientButton: true,
} as const;

/** Scalar puts styles into the page while it runs. */
function policyWith(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
