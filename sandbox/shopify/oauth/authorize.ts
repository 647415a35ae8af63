import type { Request, Response } from "express";
import { z } from "zod";
import type { Sandbox } from "../../sandbox.ts";
import { isRedirectAllowed } from "../app.ts";
import type { Shop } from "../state.ts";
import { grant, hasGranted, newCode } from "./installation.ts";
import { escaped, page } from "./page.ts";
import { hostOf, signedQuery } from "./session-token.ts";

const wanted = z.object({
  client_id: z.string(),
  scope: z.string().default(""),
  redirect_uri: z.string(),
  state: z.string().default(""),
  "grant_options[]": z.union([z.string(), z.array(z.string())]).optional(),
});
type Wanted = z.infer<typeof wanted>;

/**
 * The consent page. Who granted all of it already is sent straight back, as at Shopify.
 * Source: https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant
 */
export function authorizePage(sandbox: Sandbox, shop: Shop, request: Request, response: Response): void {
  const asked = checked(sandbox, request.query, response);
  if (!asked) return;
  if (hasGranted(shop.installation, scopesOf(asked))) allow(sandbox, shop, asked, response);
  else response.send(consentPage(sandbox, shop, asked));
}

/** Answers the form of the consent page: `decision` is "allow" or "deny". */
export function decide(sandbox: Sandbox, shop: Shop, request: Request, response: Response): void {
  const asked = checked(sandbox, request.body, response);
  if (!asked) return;
  if (request.body.decision === "allow") allow(sandbox, shop, asked, response);
  else response.redirect("/shopify");
}

function allow({ clock, settings }: Sandbox, { domain, installation }: Shop, asked: Wanted, response: Response): void {
  const scopes = scopesOf(asked);
  grant(installation, scopes);
  const isOnline = [asked["grant_options[]"]].flat().includes("per-user");
  const code = newCode(installation, { scopes, isOnline }, clock.now().getTime());
  const query = { code, host: hostOf(domain), shop: domain, ...(asked.state ? { state: asked.state } : {}) };
  const target = new URL(asked.redirect_uri);
  const signed = signedQuery(query, settings.secrets.shopifyApiSecret, clock.now());
  for (const [name, value] of signed) target.searchParams.set(name, value);
  response.redirect(target.toString());
}

function checked({ app, settings }: Sandbox, given: unknown, response: Response): Wanted | null {
  const asked = wanted.safeParse(given);
  const problem = !asked.success
    ? "client_id and redirect_uri must be given"
    : asked.data.client_id !== settings.secrets.shopifyApiKey
      ? `Could not find Shopify API application with api_key ${asked.data.client_id}`
      : isRedirectAllowed(app, asked.data.redirect_uri)
        ? null
        : "The redirect_uri is not whitelisted";
  if (asked.success && problem === null) return asked.data;
  const text = escaped(problem ?? "");
  response.status(400).send(page("Oauth error", `<main><h1>Oauth error invalid_request</h1><p>${text}</p></main>`));
  return null;
}

function scopesOf({ scope }: Wanted): string[] {
  return scope.split(/[\s,]+/).filter((each) => each !== "");
}

function consentPage({ app }: Sandbox, shop: Shop, asked: Wanted): string {
  const fields = Object.entries(asked).flatMap(([name, value]) =>
    [value ?? []].flat().map((each) => `<input type="hidden" name="${escaped(name)}" value="${escaped(each)}">`),
  );
  const had = new Set(shop.installation.scopes ?? []);
  const scopes = scopesOf(asked).map(
    (scope) => `<li>${escaped(scope)}${had.has(scope) ? "" : " <strong>new</strong>"}</li>`,
  );
  return page(
    `Install ${app.title}`,
    `<header>${escaped(shop.name)}</header><main><h1>Install ${escaped(app.title)}?</h1>
<p>In ${escaped(shop.domain)} it will be able to:</p><ul class="scopes">${scopes.join("")}</ul>
<form method="post"><p></p>${fields.join("")}<div class="buttons">
<button class="main" name="decision" value="allow">Install</button>
<button name="decision" value="deny">Cancel</button></div></form></main>`,
  );
}
