import { type Request, type RequestHandler, type Response, Router } from "express";
import { z } from "zod";
import { now } from "../../src/platform/clock.ts";
import type { Sandbox } from "../sandbox.ts";
import { orderPayload } from "./payloads/order.ts";
import { platformControl } from "./platform-control.ts";
import { addShopLevers } from "./shop-control.ts";
import type { Shop } from "./state.ts";
import { sendWebhook } from "./webhooks/send.ts";

const webhookInput = z.object({
  topic: z.string(),
  payload: z.unknown().optional(),
  /** It happened so long ago. */
  lateMs: z.int().nonnegative().optional(),
});
/** Answers a control call about the shop it names. */
export type OnShop = (act: (shop: Shop, request: Request) => unknown) => RequestHandler;

const bucketInput = z
  .object({ size: z.number(), restorePerSecond: z.number(), available: z.number(), largestQuery: z.number() })
  .partial();

/** The levers of a shop; mounted at /control/shopify. Changing something sends its webhook, as in a shop. */
export function shopifyControl(sandbox: Sandbox): Router {
  const routes = Router();
  const onShop: OnShop = (act) => (request: Request, response: Response) => {
    const shop = sandbox.shops.get(String(request.params.shop));
    if (!shop) return void response.status(404).json({ error: `There is no shop ${request.params.shop}` });
    try {
      response.json(act(shop, request) ?? {});
    } catch (error) {
      if (!(error instanceof z.ZodError)) throw error;
      response.status(422).json({ error: z.prettifyError(error) });
    }
  };
  const send = (shop: Shop, topic: string, payload: unknown, lateMs?: number) => ({
    webhookId: sendWebhook(sandbox, shop.domain, topic, payload, { lateMs }),
  });

  routes.use(platformControl(sandbox, onShop));

  routes.post(
    "/:shop/webhooks",
    onShop((shop, { body }) => {
      const { topic, payload, lateMs } = webhookInput.parse(body);
      return send(shop, topic, payload ?? namedOrder(shop, body), lateMs);
    }),
  );
  addShopLevers(routes, onShop, send);
  routes.put(
    "/:shop/bucket",
    onShop((shop, { body }) => {
      Object.assign(shop.bucket, bucketInput.parse(body), { filledAtMs: now().getTime() });
      return { ...shop.bucket };
    }),
  );
  return routes;
}

/** The payload of a webhook about the order `orderName` ("#1042") as it is now; empty when none is named. */
function namedOrder(shop: Shop, body: unknown) {
  const { orderName } = z.object({ orderName: z.enum(shop.orders.map(nameOf)).optional() }).parse(body);
  const order = shop.orders.find((each) => nameOf(each) === orderName);
  return order ? orderPayload(order, shop) : {};
}

function nameOf({ number }: Shop["orders"][number]): string {
  return `#${number}`;
}
