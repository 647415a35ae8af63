import { z } from "zod";
import { type ListedModel, purposes } from "../../../domain/models/index.ts";
import { providerShape } from "./model-key-shape.ts";

const price = z.number().min(0).max(10_000).describe("US dollars per million tokens.");

export const purposeShape = z
  .enum(purposes)
  .describe(
    "`reply`: what is written. `speak`: what is said on the phone. `read`: what strangers wrote is read apart, " +
      "without tools. `judge`: answers out of articles are held against them.",
  );
export const pricesShape = z.object({ input: price, cachedInput: price, output: price });

export const modelShape = z
  .object({
    purpose: purposeShape,
    modelKeyId: z.uuid(),
    provider: providerShape,
    model: z.string(),
    prices: pricesShape,
    endsOn: z.iso.date().nullable().describe("The day it ends, as far as is known."),
    keyState: z.enum(["unchecked", "working", "refused"]),
    isOffered: z
      .boolean()
      .nullable()
      .describe("False: the provider's list does not name it, which may be an alias or a mistake. Null: not known."),
  })
  .meta({ id: "ChosenModel" });

export function showModel(row: ListedModel): z.input<typeof modelShape> {
  const { purpose, modelKeyId, provider, model, prices, endsOn, keyState, isOffered } = row;
  return { purpose, modelKeyId, provider, model, prices, endsOn, keyState, isOffered };
}
