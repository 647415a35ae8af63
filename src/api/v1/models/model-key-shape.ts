import { z } from "zod";
import { type ModelKey, providers } from "../../../domain/models/index.ts";

const day = z.iso.date().nullable().describe("The day it ends, as announced; null: none is.");

export const providerShape = z
  .enum(providers)
  .describe("`compatible`: any server of OpenAI's Chat Completions, at `baseUrl`.");
export const nameInput = z.string().trim().min(1).max(80);
export const keyInput = z
  .string()
  .trim()
  .min(8)
  .max(500)
  .regex(/^[\x21-\x7e]+$/, "holds something that is in no key")
  .describe("Kept sealed, and never shown again.");

export const modelKeyShape = z
  .object({
    id: z.uuid(),
    provider: providerShape,
    name: z.string(),
    baseUrl: z.string().nullable().describe("Null: the provider's own address."),
    hint: z.string().describe("The last characters of the key."),
    state: z.enum(["unchecked", "working", "refused"]).describe("As the provider said last; asked once a day."),
    stateReason: z.string().nullable(),
    checkedAt: z.iso.datetime().nullable(),
    offered: z
      .array(z.object({ id: z.string(), endsOn: day }))
      .nullable()
      .describe("What the provider offers with this key; null: not asked yet, or it has no list."),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "ModelKey" });

export function showModelKey(row: ModelKey): z.input<typeof modelKeyShape> {
  const { id, provider, name, baseUrl, keyHint: hint, state, stateReason, offered } = row;
  const checkedAt = row.checkedAt?.toISOString() ?? null;
  return {
    ...{ id, provider, name, baseUrl, hint, state, stateReason, offered, checkedAt },
    createdAt: row.createdAt.toISOString(),
  };
}
