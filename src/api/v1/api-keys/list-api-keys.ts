import { z } from "zod";
import { listApiKeys as list } from "../../../domain/access/index.ts";
import { endpoint } from "../../endpoint.ts";
import { listOf, wholeList } from "../../pages.ts";
import { apiKeyShape, showApiKey } from "./api-key-shape.ts";

export const listApiKeys = endpoint({
  method: "get",
  path: "/v1/api-keys",
  scope: "api_keys:manage",
  summary: "List API keys, newest first",
  tag: "API keys",
  input: z.object({}),
  output: listOf(apiKeyShape),
  run: async (ctx) => wholeList(await list(ctx), showApiKey),
});
