import express, { type RequestHandler, Router } from "express";
import { z } from "zod";
import { newId } from "../../src/platform/ids.ts";
import { faultHandler } from "../faults.ts";
import type { Sandbox } from "../sandbox.ts";
import { answerQuery } from "./answer-query.ts";
import { addShopifyPages } from "./oauth/pages.ts";
import { tokenHandler } from "./oauth/token-endpoint.ts";
import { tokenStanding } from "./oauth/tokens.ts";
import { shopOf } from "./shop-of.ts";

const refusals = {
  invalid: { status: 401, errors: "[API] Invalid API key or access token (unrecognized login or wrong password)" },
  refused: {
    status: 403,
    errors:
      "[API] Non-expiring access tokens are no longer accepted for the Admin API. Start using expiring offline tokens: https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/offline-access-tokens#expiring-vs-non-expiring-offline-tokens",
  },
};
const graphqlRequest = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/** The Admin API of every shop: under /shopify/SHOP, and at the root for clients that keep the host. */
export function shopifyRoutes(sandbox: Sandbox): Router {
  const routes = Router();
  const admin = ["/shopify/:shop/admin", "/admin"];
  routes.use(admin, express.json({ limit: "1mb" }), express.urlencoded({ extended: false }));
  routes.use(
    admin,
    faultHandler("shopify", sandbox, (status) => ({ errors: texts[status] ?? "Error" })),
  );
  routes.post(
    admin.map((at) => `${at}/oauth/access_token`),
    tokenHandler(sandbox),
  );
  routes.post(
    admin.map((at) => `${at}/api/:version/graphql.json`),
    graphqlHandler(sandbox),
  );
  addShopifyPages(routes, sandbox, admin);
  routes.use(admin, (_request, response) => void response.status(404).json({ errors: "Not Found" }));
  return routes;
}

function graphqlHandler(sandbox: Sandbox): RequestHandler {
  return async (request, response) => {
    const shop = shopOf(sandbox, request);
    response.set("X-Request-Id", newId());
    if (!shop) return void response.status(404).json({ errors: "Not Found" });
    const token = request.get("x-shopify-access-token") ?? "";
    const standing = tokenStanding(shop.installation.tokens, token, sandbox.clock.now().getTime());
    if (standing !== "valid") {
      const { status, errors } = refusals[standing];
      return void response.status(status).json({ errors });
    }
    if (!/^(?:\d{4}-\d{2}|unstable)$/.test(String(request.params.version))) {
      return void response.status(404).json({ errors: "Not Found" });
    }
    // As Shopify falls forward to a version it still has, the sandbox falls to the only one it has.
    response.set("X-Shopify-API-Version", sandbox.app.servedVersion);
    if (sandbox.app.deprecatedReason) response.set("X-Shopify-API-Deprecated-Reason", sandbox.app.deprecatedReason);
    const body = graphqlRequest.safeParse(request.body);
    if (!body.success) {
      return void response.status(400).json({ errors: { query: "Required parameter missing or invalid" } });
    }
    const imageBase = `${sandbox.settings.publicUrl}/shop-images`;
    response.json(await answerQuery({ sandbox, shop, imageBase }, body.data));
  };
}

const texts: Record<number, string> = {
  401: "[API] Invalid API key or access token (unrecognized login or wrong password)",
  402: "Unavailable Shop",
  403: "[API] This action requires merchant approval.",
  404: "Not Found",
  423: "Locked",
  429: "Exceeded 2 calls per second for api client. Reduce request rates to resume uninterrupted service.",
  500: "Internal Server Error",
  503: "Service Unavailable",
};
