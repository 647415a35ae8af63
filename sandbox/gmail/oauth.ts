import { randomBytes } from "node:crypto";
import { Router, urlencoded } from "express";
import { now } from "../../src/platform/clock.ts";
import type { Sandbox } from "../sandbox.ts";
import { jwkSet, pemByKeyId } from "./keys.ts";
import type { Gmail, Mailbox } from "./state.ts";

const scope = "https://www.googleapis.com/auth/gmail.modify";
const lifeSeconds = 3599;

/**
 * The token and certificate endpoints.
 * Source: https://developers.google.com/identity/protocols/oauth2/web-server#offline
 */
export function oauthRoutes(sandbox: Sandbox): Router {
  const { googleClientId, googleClientSecret } = sandbox.settings.secrets;
  const routes = Router();
  routes.use(urlencoded({ extended: false }));

  routes.post("/token", (request, response) => {
    const given: Record<string, string | undefined> = { ...basicClient(request.get("authorization")), ...request.body };
    if (given.client_id !== googleClientId || given.client_secret !== googleClientSecret) {
      return void response.status(401).json(oauthError("invalid_client", "The OAuth client was not found."));
    }
    if (given.grant_type !== "refresh_token") {
      return void response
        .status(400)
        .json(oauthError("unsupported_grant_type", `Invalid grant_type: ${given.grant_type}`));
    }
    const mailbox = [...sandbox.gmail.mailboxes.values()].find(
      ({ refreshToken }) => refreshToken === given.refresh_token,
    );
    if (!mailbox || mailbox.revoked) {
      return void response.status(400).json(oauthError("invalid_grant", "Token has been expired or revoked."));
    }
    const access_token = accessTokenFor(sandbox.gmail, mailbox);
    response.json({ access_token, expires_in: lifeSeconds, scope, token_type: "Bearer" });
  });

  routes.post("/revoke", (request, response) => {
    const token = String(request.query.token ?? request.body.token ?? "");
    const address = sandbox.gmail.accessTokens.get(token)?.address;
    const mailbox = [...sandbox.gmail.mailboxes.values()].find(
      (it) => it.refreshToken === token || it.address === address,
    );
    if (!mailbox) return void response.status(400).json(oauthError("invalid_token", "Token expired or revoked"));
    revoke(sandbox.gmail, mailbox);
    response.json({});
  });

  routes.get("/certs", (_request, response) => void response.set("Cache-Control", "max-age=60").json(pemByKeyId()));
  routes.get("/certs/jwk", (_request, response) => void response.set("Cache-Control", "max-age=60").json(jwkSet()));
  return routes;
}

export function revoke(gmail: Gmail, mailbox: Mailbox): void {
  mailbox.revoked = true;
  endAccess(gmail, mailbox);
}

/** Access tokens die; the refresh token lives. */
export function endAccess(gmail: Gmail, mailbox: Mailbox): void {
  for (const [token, { address }] of gmail.accessTokens) {
    if (address === mailbox.address) gmail.accessTokens.delete(token);
  }
}

function accessTokenFor(gmail: Gmail, { address }: Mailbox): string {
  const token = `ya29.sandbox-${randomBytes(24).toString("base64url")}`;
  gmail.accessTokens.set(token, { address, expiresAtMs: now().getTime() + lifeSeconds * 1000 });
  return token;
}

function basicClient(authorization: string | undefined): Record<string, string> {
  const encoded = /^Basic\s+(\S+)$/i.exec(authorization ?? "")?.[1];
  if (!encoded) return {};
  const [client_id = "", client_secret = ""] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  return { client_id: decodeURIComponent(client_id), client_secret: decodeURIComponent(client_secret) };
}

function oauthError(error: string, error_description: string) {
  return { error, error_description };
}
