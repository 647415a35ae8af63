import { hash, randomBytes } from "node:crypto";
import express, { type Request, type Response, Router } from "express";
import { z } from "zod";
import { now } from "../../src/platform/clock.ts";
import { clientByHand, type Loyalty, type LoyaltyHome } from "./state.ts";

/** Where the programme stands, and its login. */
export const base = "/loyalty";
const scope = "points:read points:spend";

/**
 * The login of the programme: an authorization server for public clients that register themselves.
 * Sources: RFC 6749, 7591, 7636, 8414, 8707, 9207, 9728.
 */
export function oauthRoutes(sandbox: LoyaltyHome): Router {
  const routes = Router();
  const { url, publicUrl } = sandbox.settings;
  const issuer = url + base;
  routes.get(`/.well-known/oauth-protected-resource${base}/mcp`, (_request, response) => {
    const names = { resource: `${issuer}/mcp`, resource_name: "Nordlys Loyalty" };
    response.json({ ...names, authorization_servers: [issuer], scopes_supported: scope.split(" ") });
  });
  routes.get(`/.well-known/oauth-authorization-server${base}`, (_request, response) => {
    response.json({
      ...{ issuer, authorization_endpoint: `${publicUrl}${base}/authorize`, token_endpoint: `${issuer}/token` },
      ...(!sandbox.loyalty.misbehaves.registersNobody && { registration_endpoint: `${issuer}/register` }),
      ...{ response_types_supported: ["code"], grant_types_supported: ["authorization_code", "refresh_token"] },
      ...{ code_challenge_methods_supported: ["S256"], token_endpoint_auth_methods_supported: ["none"] },
      ...{ authorization_response_iss_parameter_supported: true, scopes_supported: scope.split(" ") },
    });
  });
  routes.post(`${base}/register`, express.json(), (request, response) => register(sandbox, request, response));
  routes.get(`${base}/authorize`, (request, response) => ask(sandbox, request, response));
  routes.post(`${base}/authorize`, express.urlencoded({ extended: false }), (request, response) =>
    answer(sandbox, issuer, request, response),
  );
  routes.post(`${base}/token`, express.urlencoded({ extended: false }), (request, response) =>
    give(sandbox, request, response),
  );
  return routes;
}

function register({ loyalty }: LoyaltyHome, request: Request, response: Response): void {
  const given = z.object({ redirect_uris: z.array(z.url()).min(1) }).safeParse(request.body);
  if (!given.success) return void fail(response, "invalid_client_metadata");
  const client_id = `client-${secret()}`;
  loyalty.clients.set(client_id, { redirectUris: given.data.redirect_uris });
  response.status(201).json({ ...request.body, client_id, client_id_issued_at: Math.floor(now().getTime() / 1000) });
}

const asked = z.object({
  ...{ response_type: z.literal("code"), code_challenge_method: z.literal("S256"), code_challenge: z.string().min(43) },
  ...{ client_id: z.string(), redirect_uri: z.url(), resource: z.url(), state: z.string(), scope: z.string() },
});

function ask({ loyalty }: LoyaltyHome, request: Request, response: Response): void {
  const given = asked.safeParse(request.query);
  const client = given.success ? loyalty.clients.get(given.data.client_id) : undefined;
  const isKnown =
    given.success && (client?.redirectUris.includes(given.data.redirect_uri) || given.data.client_id === clientByHand);
  if (!given.success || !isKnown)
    return void response.status(400).send("Who asks, or what is asked, is not known here");
  const fields = Object.entries(given.data).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`,
  );
  const body = `<h1>Nordlys Loyalty</h1><p>May Parley look up and spend points?</p>
<form method="post" action="${base}/authorize">${fields.join("")}
<button name="decision" value="allow">Allow</button> <button name="decision" value="deny">Do not allow</button></form>`;
  response.type("html").send(`<!doctype html><html lang="en"><title>Log in</title><body>${body}</body></html>`);
}

function answer({ loyalty }: LoyaltyHome, issuer: string, request: Request, response: Response): void {
  const given = asked.extend({ decision: z.string() }).safeParse(request.body);
  if (!given.success) return void response.status(400).send("What is asked is not known here");
  const { client_id: clientId, redirect_uri: redirectUri, resource, state, code_challenge: challenge } = given.data;
  const { wrongIssuer, wrongState } = loyalty.misbehaves;
  const back = new URL(redirectUri);
  back.searchParams.set("state", wrongState ? secret() : state);
  back.searchParams.set("iss", wrongIssuer ? "https://another.example" : issuer);
  if (given.data.decision !== "allow") back.searchParams.set("error", "access_denied");
  else {
    const code = secret();
    loyalty.codes.set(code, { clientId, redirectUri, challenge, resource });
    back.searchParams.set("code", code);
  }
  response.redirect(back.href);
}

/** Tokens for a code, or for a refresh token; both are good for one time. */
function give({ loyalty }: LoyaltyHome, request: Request, response: Response): void {
  const given: Record<string, string | undefined> = request.body;
  if (given.grant_type === "authorization_code") {
    const code = loyalty.codes.get(given.code ?? "");
    loyalty.codes.delete(given.code ?? "");
    const isRight =
      code?.clientId === given.client_id &&
      code?.redirectUri === given.redirect_uri &&
      code?.resource === given.resource &&
      code?.challenge === hash("sha256", given.code_verifier ?? "", "base64url");
    if (!code || !isRight) return void fail(response, "invalid_grant");
    return void grant(loyalty, code, response);
  }
  if (given.grant_type !== "refresh_token") return void fail(response, "unsupported_grant_type");
  loyalty.refreshes++;
  const kept = loyalty.refresh.get(given.refresh_token ?? "");
  loyalty.refresh.delete(given.refresh_token ?? "");
  const isRight = kept?.clientId === given.client_id && kept?.resource === given.resource;
  if (!kept || !isRight || loyalty.misbehaves.refusesRefresh) return void fail(response, "invalid_grant");
  grant(loyalty, kept, response);
}

function grant(
  loyalty: Loyalty,
  { clientId, resource }: { clientId: string; resource: string },
  response: Response,
): void {
  const [access_token, refresh_token] = [secret(), secret()];
  const { lifeSeconds: expires_in } = loyalty.misbehaves;
  loyalty.access.set(access_token, { endsAtMs: now().getTime() + expires_in * 1000, resource });
  loyalty.refresh.set(refresh_token, { clientId, resource });
  response
    .set("cache-control", "no-store")
    .json({ access_token, refresh_token, expires_in, scope, token_type: "Bearer" });
}

function fail(response: Response, error: string): void {
  response.status(400).json({ error });
}

const secret = () => randomBytes(24).toString("base64url");

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
