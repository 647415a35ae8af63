import { createHmac, timingSafeEqual } from "node:crypto";
import express from "express";
import { z } from "zod";

/** Express that checks Shopify's signature and does nothing else, in a process of its own. */
const settings = z.object({ secret: z.string() });

process.once("message", (message) => {
  const { secret } = settings.parse(message);
  const app = express().disable("x-powered-by").disable("etag");
  app.post("/webhooks/shopify", express.raw({ type: () => true }), (req, res) => {
    const expected = createHmac("sha256", secret).update(req.body).digest();
    const given = Buffer.from(req.get("x-shopify-hmac-sha256") ?? "", "base64");
    const signed = given.length === expected.length && timingSafeEqual(given, expected);
    res.status(signed ? 204 : 401).end();
  });
  const server = app.listen(0, "127.0.0.1", () => {
    const address = server.address();
    process.send?.({ port: typeof address === "object" ? address?.port : 0 });
  });
});
