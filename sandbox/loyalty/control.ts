import { Router } from "express";
import { z } from "zod";
import type { Sandbox } from "../sandbox.ts";

const misbehaviour = z
  .strictObject({
    lifeSeconds: z.int(),
    refusesRefresh: z.boolean(),
    wrongIssuer: z.boolean(),
    wrongState: z.boolean(),
    registersNobody: z.boolean(),
  })
  .partial();

/** The levers of the loyalty programme; mounted at /control/loyalty. */
export function loyaltyControl(sandbox: Sandbox): Router {
  const routes = Router();
  routes.patch("/", (request, response) => {
    const given = misbehaviour.safeParse(request.body);
    if (!given.success) return void response.status(422).json({ error: z.prettifyError(given.error) });
    Object.assign(sandbox.loyalty.misbehaves, given.data);
    response.json(sandbox.loyalty.misbehaves);
  });
  /** Nobody is logged in any more. */
  routes.post("/revoke", (_request, response) => {
    sandbox.loyalty.access.clear();
    sandbox.loyalty.refresh.clear();
    response.status(204).end();
  });
  return routes;
}
