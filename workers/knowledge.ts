import { z } from "zod";
import { keepMeanings } from "../src/domain/knowledge/index.ts";
import { readPage } from "../src/inbound/read-page.ts";
import { configuredEmbedder } from "../src/platform/embeddings/embedder.ts";
import { defineWorker } from "./define-worker.ts";

const page = z.object({ articleId: z.uuid() });

/** What is published is found by its words at once, and by its meaning when the model has seen it. Pages are read here too. */
export const knowledge = defineWorker("knowledge", {
  concurrency: 2,
  maxFailures: 4,
  leaseMs: 5 * 60_000,
  on: {
    "article.published": async (ctx) => {
      const embedder = configuredEmbedder();
      if (embedder) await keepMeanings(ctx, embedder);
    },
  },
  jobs: { "page.read": (ctx, payload) => readPage(ctx, page.parse(payload)) },
  giveUp: async (ctx, payload) => {
    const named = page.safeParse(payload);
    if (named.success) await readPage(ctx, named.data, { isLastTry: true });
  },
});
