import type { Request, Response } from "express";
import type { Sandbox } from "../../sandbox.ts";
import type { Shop } from "../state.ts";
import { grant } from "./installation.ts";
import { escaped, page } from "./page.ts";
import { hostOf, signedQuery, signSessionToken } from "./session-token.ts";

/**
 * The admin with the app in its frame. The app comes to be installed by being opened, as with Shopify's managed
 * installation, when `?install=1` says that the merchant agreed.
 * Source: https://shopify.dev/docs/apps/build/authentication-authorization/app-installation
 */
export function framePage(sandbox: Sandbox, shop: Shop, request: Request, response: Response): void {
  const { app } = sandbox;
  const url = app.embeddedUrl ?? app.url;
  if (!url || request.params.handle !== app.handle) return void response.status(404).send("There is no such app");
  if (shop.installation.scopes === null) {
    if (request.query.install !== "1") return void response.send(managedPage(sandbox, shop));
    grant(shop.installation, app.scopes);
  }
  const source = new URL(url);
  for (const [name, value] of frameQuery(sandbox, shop)) source.searchParams.set(name, value);
  response.send(
    page(
      `${app.title} · ${shop.name}`,
      `<div class="framed"><header>${escaped(shop.name)} <a href="/shopify">App store</a></header>
<iframe id="app" title="${escaped(app.title)}" src="${escaped(source.toString())}"></iframe></div>
<script>${adminSide}</script>`,
    ),
  );
}

export function idToken({ settings, clock }: Sandbox, { domain, installation }: Shop): string {
  const { shopifyApiKey: apiKey, shopifyApiSecret: secret } = settings.secrets;
  return signSessionToken({ shop: domain, apiKey, secret, now: clock.now() }, installation.staff.id);
}

function frameQuery(sandbox: Sandbox, shop: Shop): URLSearchParams {
  const { settings, clock } = sandbox;
  const query = { embedded: "1", host: hostOf(shop.domain), id_token: idToken(sandbox, shop), locale: "en" };
  return signedQuery({ ...query, shop: shop.domain }, settings.secrets.shopifyApiSecret, clock.now());
}

function managedPage({ app }: Sandbox, shop: Shop): string {
  const scopes = app.scopes.map((scope) => `<li>${escaped(scope)}</li>`).join("");
  return page(
    `Install ${app.title}`,
    `<header>${escaped(shop.name)}</header><main><h1>Install ${escaped(app.title)}?</h1>
<p>In ${escaped(shop.domain)} it will be able to:</p><ul class="scopes">${scopes}</ul><p></p><div class="buttons">
<a class="button main" href="?install=1">Install</a><a class="button" href="/shopify">Cancel</a></div></main>`,
  );
}

/** The admin's half of App Bridge: a page that asks for a token gets one, if it is the one in the frame. */
const adminSide = `
const frame = document.getElementById("app");
const origin = new URL(frame.src).origin;
addEventListener("message", async (event) => {
  if (event.source !== frame.contentWindow || event.origin !== origin) return;
  if (event.data?.kind !== "id-token") return;
  const answer = await fetch(location.pathname.replace(/\\/apps\\/.*$/, "/id-token"));
  const { idToken } = await answer.json();
  frame.contentWindow.postMessage({ kind: "id-token", n: event.data.n, idToken }, origin);
});`;
