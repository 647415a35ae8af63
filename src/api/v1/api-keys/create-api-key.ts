import { z } from "zod";
import { createApiKey as create, permissions } from "../../../domain/access/index.ts";
import { endpoint } from "../../endpoint.ts";
import { apiKeyShape, showApiKey } from "./api-key-shape.ts";

export const createApiKey = endpoint({
  method: "post",
  path: "/v1/api-keys",
  scope: "api_keys:manage",
  summary: "Make an API key",
  description: "The token is shown this once. A key can do no more than the member who makes it.",
  tag: "API keys",
  input: z.object({
    name: z.string().trim().min(1).max(100),
    scopes: z.array(z.enum(permissions)).min(1).max(permissions.length),
  }),
  output: apiKeyShape.extend({ token: z.string() }).meta({ id: "NewApiKey" }),
  status: 201,
  async run(ctx, { name, scopes }) {
    const { apiKey, token } = await create(ctx, { name, scopes: [...new Set(scopes)] });
    return { ...showApiKey(apiKey), token };
  },
});
