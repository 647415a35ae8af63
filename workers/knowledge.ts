import { keepMeanings } from "../src/domain/knowledge/index.ts";
import { configuredEmbedder } from "../src/platform/embeddings/embedder.ts";
import { defineWorker } from "./define-worker.ts";

/** What is published is found by its words at once, and by its meaning when the model has seen it. */
export const knowledge = defineWorker("knowledge", {
  concurrency: 1,
  leaseMs: 5 * 60_000,
  on: {
    "article.published": async (ctx) => {
      const embedder = configuredEmbedder();
      if (embedder) await keepMeanings(ctx, embedder);
    },
  },
});
