import type { RequestHandler } from "express";

/** Keeps web pages of others away from what has no other lock: their browser says where a request comes from. */
export const sameOrigin: RequestHandler = (request, response, next) => {
  const origin = request.get("origin");
  if (!origin || origin.replace(/^https?:\/\//, "") === request.get("host")) return next();
  response.status(403).json({ error: "Requests of other web pages are refused" });
};
