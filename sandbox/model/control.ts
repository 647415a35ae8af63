import { Router } from "express";
import { z } from "zod";
import type { Sandbox } from "../sandbox.ts";
import { offeredModel, scriptedAnswer } from "./state.ts";

const script = z.object({ responses: z.array(scriptedAnswer) });
const offered = z.object({ models: z.array(offeredModel) });

/** The levers of the model; mounted at /control/model. */
export function modelControl(sandbox: Sandbox): Router {
  const routes = Router();
  routes.post("/script", (request, response) => {
    const given = script.safeParse(request.body);
    if (!given.success) return void response.status(422).json({ error: z.prettifyError(given.error) });
    sandbox.model.script.push(...given.data.responses);
    response.status(201).json({ scripted: sandbox.model.script.length });
  });
  routes.delete("/script", (_request, response) => {
    sandbox.model.script = [];
    response.status(204).end();
  });
  routes.put("/offered", (request, response) => {
    const given = offered.safeParse(request.body);
    if (!given.success) return void response.status(422).json({ error: z.prettifyError(given.error) });
    sandbox.model.offered = given.data.models;
    response.status(204).end();
  });
  routes.get("/requests", (_request, response) => void response.json(sandbox.model.requests));
  return routes;
}
