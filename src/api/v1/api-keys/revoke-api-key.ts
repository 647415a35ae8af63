import { z } from "zod";
import { revokeApiKey as revoke } from "../../../domain/access/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";

export const revokeApiKey = endpoint({
  method: "delete",
  path: "/v1/api-keys/:apiKeyId",
  scope: "api_keys:manage",
  summary: "Revoke an API key",
  tag: "API keys",
  input: z.object({ apiKeyId: z.uuid() }),
  output: nothing,
  run: (ctx, input) => revoke(ctx, input),
});
