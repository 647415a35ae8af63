import express from "express";
import twilio from "twilio";
import { z } from "zod";

/** Express that checks Twilio's signature with Twilio's own library and does nothing else, in a process of its own. */
const settings = z.object({ publicUrl: z.string(), tokens: z.record(z.string(), z.string()) });

process.once("message", (message) => {
  const { publicUrl, tokens } = settings.parse(message);
  const app = express().disable("x-powered-by").disable("etag");
  app.post("/webhooks/twilio-sms", express.urlencoded({ extended: false }), (req, res) => {
    const token = tokens[req.body.AccountSid] ?? "";
    const signature = req.get("x-twilio-signature") ?? "";
    const signed = twilio.validateRequest(token, signature, `${publicUrl}${req.originalUrl}`, req.body);
    if (!signed) return void res.status(403).end();
    res.status(200).type("text/xml").send('<?xml version="1.0" encoding="UTF-8"?><Response/>');
  });
  const server = app.listen(0, "127.0.0.1", () => {
    const address = server.address();
    process.send?.({ port: typeof address === "object" ? address?.port : 0 });
  });
});
