import express, { type RequestHandler, Router } from "express";
import { z } from "zod";
import { newId } from "../../src/platform/ids.ts";
import { faultHandler } from "../faults.ts";
import type { Sandbox } from "../sandbox.ts";
import { answerQuery } from "./answer-query.ts";
import { apiVersion } from "./schema.ts";
import { shopOf } from "./shop-of.ts";
import { isAllowed } from "./state.ts";
import { tokenHandler } from "./tokens.ts";

const refused = { errors: "[API] Invalid API key or access token (unrecognized login or wrong password)" };
const graphqlRequest = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/** The Admin API of every shop: under /shopify/SHOP, and at the root for clients that keep the host. */
export function shopifyRoutes(sandbox: Sandbox): Router {
  const routes = Router();
  const admin = ["/shopify/:shop/admin", "/admin"];
  routes.use(
    admin,
    faultHandler("shopify", sandbox, (status) => ({ errors: texts[status] ?? "Error" })),
  );
  routes.use(admin, express.json({ limit: "1mb" }), express.urlencoded({ extended: false }));
  routes.post(
    admin.map((at) => `${at}/oauth/access_token`),
    tokenHandler(sandbox),
  );
  routes.post(
    admin.map((at) => `${at}/api/:version/graphql.json`),
    graphqlHandler(sandbox),
  );
  routes.use(admin, (_request, response) => void response.status(404).json({ errors: "Not Found" }));
  return routes;
}

function graphqlHandler(sandbox: Sandbox): RequestHandler {
  return async (request, response) => {
    const shop = shopOf(sandbox, request);
    response.set("X-Request-Id", newId());
    if (!shop) return void response.status(404).json({ errors: "Not Found" });
    if (!isAllowed(shop, request.get("x-shopify-access-token") ?? "")) return void response.status(401).json(refused);
    if (!/^(?:\d{4}-\d{2}|unstable)$/.test(String(request.params.version))) {
      return void response.status(404).json({ errors: "Not Found" });
    }
    // As Shopify falls forward to a version it still has, the sandbox falls to the only one it has.
    response.set("X-Shopify-API-Version", apiVersion);
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
