import { z } from "zod";
import { readEnv } from "../env.ts";

const shape = {
  EMBEDDINGS: z
    .enum(["off", "local", "openai"])
    .default("off")
    .describe("What finds articles by meaning: nothing, a small English model in this process, or OPENAI_BASE_URL."),
  EMBEDDING_MODEL: z.string().default("text-embedding-3-small").describe("The model at OPENAI_BASE_URL."),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: z.url().optional(),
};

export type EmbeddingSettings = ReturnType<typeof embeddingSettings>;

export function embeddingSettings() {
  return readEnv(shape);
}
