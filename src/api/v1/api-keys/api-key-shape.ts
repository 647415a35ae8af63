import { z } from "zod";
import type { ApiKey } from "../../../domain/access/index.ts";

export const apiKeyShape = z
  .object({
    id: z.uuid(),
    name: z.string(),
    scopes: z.array(z.string()),
    hint: z.string().describe("The first characters of the token."),
    createdBy: z.uuid().describe("The member whose role bounds what the key may do."),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "ApiKey" });

export function showApiKey(row: ApiKey): z.input<typeof apiKeyShape> {
  return { ...row, hint: row.tokenHint, createdAt: row.createdAt.toISOString() };
}
