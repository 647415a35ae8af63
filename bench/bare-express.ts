import express from "express";
import { z } from "zod";

/** Express and nothing else, in a process of its own: told one answer, it gives it to every request. */
const answer = z.object({ headers: z.record(z.string(), z.string()), body: z.string() });

process.once("message", (message) => {
  const { headers, body } = answer.parse(message);
  const app = express().disable("x-powered-by").disable("etag");
  app.get("/v1/conversations", (_req, res) => {
    res.set(headers).send(body);
  });
  const server = app.listen(0, "127.0.0.1", () => {
    const address = server.address();
    process.send?.({ port: typeof address === "object" ? address?.port : 0 });
  });
});
