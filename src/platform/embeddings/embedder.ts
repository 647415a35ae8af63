import { z } from "zod";
import { type AppError, ProviderRejected, ProviderUnavailable } from "../errors.ts";
import { createFetch, requestFailure, retryAfterMs } from "../http-client.ts";
import { type EmbeddingSettings, embeddingSettings } from "./config.ts";
import { embedLocally } from "./embed-locally.ts";

/** Turns texts into vectors of length 1 that lie near each other when the texts mean the same. */
export interface Embedder {
  /** Vectors of two models are never compared. */
  model: string;
  /** @throws ProviderUnavailable when it may work later; ProviderRejected when it never will. */
  embed(texts: readonly string[]): Promise<Float32Array[]>;
}

let made: Embedder | null | undefined;

/** Read on first use; null: off. */
export function configuredEmbedder(): Embedder | null {
  made ??= embedderFrom(embeddingSettings());
  return made;
}

function embedderFrom(env: EmbeddingSettings): Embedder | null {
  if (env.EMBEDDINGS === "local") return { model: "use-lite", embed: embedLocally };
  if (env.EMBEDDINGS === "off") return null;
  const { OPENAI_API_KEY: apiKey = "unset", OPENAI_BASE_URL: baseUrl = "https://api.openai.com/v1" } = env;
  return createRemoteEmbedder({ apiKey, baseUrl, model: env.EMBEDDING_MODEL });
}

/** What a text means to the model that is set up; undefined without one, or while it cannot be reached. */
export async function meaningOf(text: string): Promise<{ model: string; vector: Float32Array } | undefined> {
  const embedder = configuredEmbedder();
  if (!embedder) return undefined;
  const [vector] = await embedder.embed([text]).catch(() => []);
  return vector && { model: embedder.model, vector };
}

const answerShape = z.object({
  data: z.array(z.object({ index: z.number().int().nonnegative(), embedding: z.array(z.number()).min(1) })),
});

/** Whatever speaks the OpenAI embeddings protocol. Source: https://developers.openai.com/api/docs/guides/embeddings */
function createRemoteEmbedder(at: { apiKey: string; baseUrl: string; model: string }): Embedder {
  const fetch = createFetch({ allowedOrigins: [at.baseUrl], timeoutMs: 20_000 });
  return {
    model: at.model,
    async embed(texts) {
      const response = await fetch(`${at.baseUrl.replace(/\/$/, "")}/embeddings`, {
        method: "POST",
        headers: { authorization: `Bearer ${at.apiKey}`, "content-type": "application/json" },
        body: JSON.stringify({ model: at.model, input: texts, encoding_format: "float" }),
      }).catch((error: unknown) => {
        throw requestFailure(error, "The embedding model");
      });
      if (!response.ok) throw refusal(response);
      const parsed = answerShape.safeParse(await response.json().catch(() => null));
      const vectors = parsed.data?.data.toSorted((a, b) => a.index - b.index).map(({ embedding }) => embedding) ?? [];
      if (vectors.length !== texts.length || new Set(vectors.map(({ length }) => length)).size > 1) {
        throw new ProviderUnavailable("The embedding model gave an answer we cannot read");
      }
      return vectors.map((vector) => ofLengthOne(Float32Array.from(vector)));
    },
  };
}

function ofLengthOne(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return length > 0 ? vector.map((value) => value / length) : vector;
}

function refusal({ status, headers }: Response): AppError {
  if (status === 408 || status === 409 || status === 429 || status >= 500) {
    const wait = retryAfterMs(headers.get("retry-after"));
    return new ProviderUnavailable(`The embedding model has a problem (${status})`, {
      ...(wait !== undefined && { retryAfterMs: wait }),
    });
  }
  return new ProviderRejected(`The embedding model refused the request (${status})`);
}
