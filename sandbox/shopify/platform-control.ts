import { Router } from "express";
import { z } from "zod";
import type { Sandbox } from "../sandbox.ts";
import { setStatus } from "./billing/decide.ts";
import { usualManner } from "./bulk/state.ts";
import type { OnShop } from "./control.ts";
import { shopNumber } from "./gid.ts";
import { removeApp } from "./oauth/installation.ts";
import { customerPayload, uninstalledPayload } from "./payloads/customer.ts";
import { goesThrough, settle } from "./payments.ts";
import type { Shop } from "./state.ts";
import { sendWebhook } from "./webhooks/send.ts";

const appInput = z
  .strictObject({
    ...{ title: z.string(), handle: z.string(), url: z.url().nullable(), embeddedUrl: z.url().nullable() },
    ...{ redirectUrls: z.array(z.url()).nullable(), scopes: z.array(z.string()), servedVersion: z.string() },
    deprecatedReason: z.string().nullable(),
    webhooks: z
      .array(
        z.strictObject({
          ...{ topics: z.array(z.string()), uri: z.url(), name: z.string().optional(), filter: z.string().optional() },
          includeFields: z.array(z.string()).optional(),
        }),
      )
      .nullable(),
  })
  .partial();
const mannerInput = z
  .strictObject({
    ...{ order: z.enum(["adjacent", "apart", "childrenFirst"]), dropParents: z.int().min(0), runsMs: z.int().min(0) },
    ...{ failAfterLines: z.int().min(0).nullable(), urlLifeMs: z.int().min(0), copies: z.int().min(1).max(100_000) },
    errorCode: z.enum(["ACCESS_DENIED", "INTERNAL_SERVER_ERROR", "TIMEOUT"]),
    cutDownloadAtBytes: z.int().min(0).nullable(),
  })
  .partial();
const staffInput = z
  .strictObject({
    ...{ id: z.int(), firstName: z.string(), lastName: z.string(), email: z.string() },
    ...{ emailVerified: z.boolean(), accountOwner: z.boolean() },
  })
  .partial();
const statusInput = z.object({
  id: z.int(),
  status: z.enum(["PENDING", "ACTIVE", "DECLINED", "EXPIRED", "FROZEN", "CANCELLED"]),
});
const paymentInput = z.object({ gateway: z.string() });
const complianceInput = z.object({
  topic: z.enum(["customers/data_request", "customers/redact", "shop/redact"]),
  customerId: z.int().optional(),
  ordersToRedact: z.array(z.int()).optional(),
});

/** The levers of the platform around a shop: the app, time, installation, bulk operations, charges, compliance. */
export function platformControl(sandbox: Sandbox, onShop: OnShop): Router {
  const routes = Router();
  addAppLevers(routes, sandbox);
  addMerchantLevers(routes, sandbox, onShop);
  addOperationLevers(routes, sandbox, onShop);
  addShopperLevers(routes, onShop);
  return routes;
}

function addAppLevers(routes: Router, sandbox: Sandbox): void {
  routes.put("/app", (request, response) => {
    const given = appInput.safeParse(request.body);
    if (!given.success) return void response.status(422).json({ error: z.prettifyError(given.error) });
    response.json(Object.assign(sandbox.app, given.data));
  });
  routes.get("/app", (_request, response) => void response.json(sandbox.app));
  routes.post("/clock", (request, response) => {
    const given = z.object({ windMs: z.int().min(0) }).safeParse(request.body);
    if (!given.success) return void response.status(422).json({ error: z.prettifyError(given.error) });
    sandbox.clock.wind(given.data.windMs);
    response.json({ now: sandbox.clock.now().toISOString() });
  });
}

/** What the merchant does. */
function addMerchantLevers(routes: Router, sandbox: Sandbox, onShop: OnShop): void {
  routes.post(
    "/:shop/uninstall",
    onShop((shop) => {
      removeApp(shop.installation);
      return { webhookId: sendWebhook(sandbox, shop.domain, "app/uninstalled", uninstalledPayload(shop)) };
    }),
  );
  routes.post(
    "/:shop/rename",
    onShop((shop, { body }) => {
      const { name, email } = z.object({ name: z.string(), email: z.string().optional() }).parse(body);
      Object.assign(shop, { name, ...(email === undefined ? {} : { email }) });
      return { webhookId: sendWebhook(sandbox, shop.domain, "shop/update", uninstalledPayload(shop)) };
    }),
  );
  routes.post(
    "/:shop/compliance",
    onShop((shop, { body }) => {
      const given = complianceInput.parse(body);
      return { webhookId: sendWebhook(sandbox, shop.domain, given.topic, compliancePayload(shop, given)) };
    }),
  );
  routes.put(
    "/:shop/scopes",
    onShop((shop, { body }) => setScopes(sandbox, shop, z.object({ scopes: z.array(z.string()) }).parse(body).scopes)),
  );
  routes.put(
    "/:shop/staff",
    onShop((shop, { body }) => Object.assign(shop.installation.staff, staffInput.parse(body))),
  );
}

/** What a shopper does with instruments of her own; `paid` is null when the payment did not go through. */
function addShopperLevers(routes: Router, onShop: OnShop): void {
  routes.post(
    "/:shop/payment-check",
    onShop((shop, { body }) => {
      const { gateway, amountMinor } = paymentInput.extend({ amountMinor: z.int() }).parse(body);
      return { paid: goesThrough(shop, gateway, amountMinor) ? amountMinor : null };
    }),
  );
  routes.post(
    "/:shop/orders/:number/settlement",
    onShop((shop, { body, params }) => {
      const order = shop.orders.find(({ number }) => String(number) === params.number);
      return { paid: (order && settle(shop, order, paymentInput.parse(body).gateway)?.shop) ?? null };
    }),
  );
}

/** What Shopify does. */
function addOperationLevers(routes: Router, sandbox: Sandbox, onShop: OnShop): void {
  routes.put(
    "/:shop/bulk",
    onShop((shop, { body }) => {
      shop.installation.bulk.manner = { ...usualManner, ...mannerInput.parse(body) };
      return shop.installation.bulk.manner;
    }),
  );
  routes.put(
    "/:shop/charge",
    onShop((shop, { body }) => {
      const { id, status } = statusInput.parse(body);
      const row = shop.installation.billing.subscriptions.find((each) => each.id === id);
      if (row) setStatus(sandbox, shop, row, status);
      return { status: row?.status ?? null };
    }),
  );
}

/** The merchant takes scopes away or gives more, and the app is told. */
function setScopes(sandbox: Sandbox, shop: Shop, scopes: string[]) {
  const previous = shop.installation.scopes ?? [];
  shop.installation.scopes = scopes;
  const payload = { id: 1, previous, current: scopes, updated_at: sandbox.clock.now().toISOString() };
  return { webhookId: sendWebhook(sandbox, shop.domain, "app/scopes_update", payload) };
}

/** Source: https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance */
function compliancePayload(shop: Shop, { topic, customerId, ordersToRedact }: z.infer<typeof complianceInput>) {
  const about = { shop_id: shopNumber(shop), shop_domain: shop.domain };
  if (topic === "shop/redact") return about;
  const found = shop.customers.find(({ id }) => id === customerId);
  const { id = customerId ?? 0, email = null, phone = null } = found ? customerPayload(found, shop) : {};
  const orders = ordersToRedact ?? shop.orders.filter((order) => order.customerId === id).map((order) => order.id);
  const customer = { id, email, phone };
  return topic === "customers/redact"
    ? { ...about, customer, orders_to_redact: orders }
    : { ...about, customer, orders_requested: orders, data_request: { id: 9999 } };
}
