import type { Request, Response, Router } from "express";
import type { Sandbox } from "../../sandbox.ts";
import { chargePage, decideCharge } from "../billing/page.ts";
import { shopOf } from "../shop-of.ts";
import type { Shop } from "../state.ts";
import { authorizePage, decide } from "./authorize.ts";
import { framePage, idToken } from "./frame.ts";
import { hostOf, signedQuery } from "./session-token.ts";
import { storePage } from "./store-page.ts";

type Answer = (shop: Shop, request: Request, response: Response) => void;

/** What a merchant sees of Shopify: the app's page in the store, the consent page, the admin with the app in it. */
export function addShopifyPages(routes: Router, sandbox: Sandbox, admin: readonly string[]): void {
  const onShop = (act: Answer) => (request: Request, response: Response) => {
    const shop = shopOf(sandbox, request);
    if (!shop) return void response.status(404).send("There is no such shop");
    act(shop, request, response);
  };
  const at = (path: string) => admin.map((each) => `${each}${path}`);

  routes.get("/shopify", (_request, response) => void response.send(storePage(sandbox)));
  routes.get("/shopify/app-bridge.js", (_request, response) => {
    response.sendFile(new URL("app-bridge.js", import.meta.url).pathname);
  });
  routes.get(
    at("/oauth/install"),
    onShop((shop, _request, response) => {
      const { url } = sandbox.app;
      if (!url) return void response.status(404).send("The sandbox does not know where the app is");
      response.redirect(withQuery(url, installQuery(sandbox, shop)));
    }),
  );
  routes.get(
    at("/oauth/authorize"),
    onShop((shop, request, response) => authorizePage(sandbox, shop, request, response)),
  );
  routes.post(
    at("/oauth/authorize"),
    onShop((shop, request, response) => decide(sandbox, shop, request, response)),
  );
  routes.get(
    at("/charges/:charge/confirm"),
    onShop((shop, request, response) => chargePage(sandbox, shop, request, response)),
  );
  routes.post(
    at("/charges/:charge/confirm"),
    onShop((shop, request, response) => decideCharge(sandbox, shop, request, response)),
  );
  routes.get(
    at("/apps/:handle"),
    onShop((shop, request, response) => framePage(sandbox, shop, request, response)),
  );
  routes.get(
    at("/id-token"),
    onShop((shop, _request, response) => void response.json({ idToken: idToken(sandbox, shop) })),
  );
  routes.get(
    at(""),
    onShop((_shop, _request, response) => response.redirect("/shopify")),
  );
}

/** What Shopify adds to the app's address when a merchant presses "Install". */
function installQuery({ settings, clock }: Sandbox, { domain: shop }: Shop): URLSearchParams {
  return signedQuery({ shop, host: hostOf(shop) }, settings.secrets.shopifyApiSecret, clock.now());
}

function withQuery(url: string, query: URLSearchParams): string {
  const target = new URL(url);
  for (const [name, value] of query) target.searchParams.set(name, value);
  return target.toString();
}
