import { z } from "zod";
import { chooseModels as choose, mostChoices } from "../../../domain/models/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";
import { modelShape, pricesShape, purposeShape, showModel } from "./model-shape.ts";

const wanted = z.strictObject({
  modelKeyId: z.uuid(),
  model: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^[\w.:/@-]+$/, "is no name of a model"),
  prices: pricesShape.describe("Take them from the provider's list: what answers cost and budgets rest on them."),
  endsOn: z.iso.date().nullable().default(null).describe("If you know it and the provider's list does not tell."),
});

export const chooseModels = endpoint({
  method: "put",
  path: "/v1/models/:purpose",
  scope: "settings:manage",
  summary: "Choose which models are asked for a purpose, and in which order",
  description:
    "The next one is asked when one before it is down, asks to wait, has no credit or is withdrawn. An empty list " +
    "goes back to the models of the installation, of `read` to those that write, of `judge` to none. Counts for answers begun from now on.",
  tag: "Models",
  input: z.object({ purpose: purposeShape, models: z.array(wanted).max(mostChoices) }),
  output: listOf(modelShape),
  run: async (ctx, input) => wholeList(await choose(ctx, input), showModel),
});
