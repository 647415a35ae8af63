import { Worker } from "node:worker_threads";
import { ProviderUnavailable } from "../errors.ts";

interface Waiting {
  resolve(vectors: Float32Array[]): void;
  reject(error: Error): void;
}

let thread: Worker | undefined;
let asked = 0;
const waiting = new Map<number, Waiting>();

/**
 * Universal Sentence Encoder lite, which ships with its package: 512 dimensions, English, about 20 ms for a short text,
 * 250 MB of memory. In a thread of its own, so that nothing else waits for it; begun with the first question.
 */
export function embedLocally(texts: readonly string[]): Promise<Float32Array[]> {
  thread ??= begin();
  const id = ++asked;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    thread?.ref();
    thread?.postMessage({ id, texts });
  });
}

interface Answer {
  id: number;
  vectors?: Float32Array[];
  error?: string;
}

function begin(): Worker {
  const worker = new Worker(new URL("./embedding-thread.ts", import.meta.url));
  worker.unref();
  worker.on("message", ({ id, vectors, error }: Answer) => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) worker.unref();
    if (vectors) one?.resolve(vectors);
    else one?.reject(new ProviderUnavailable(`The local embedding model failed (${error ?? "no reason given"})`));
  });
  const fail = (cause: unknown) => {
    thread = undefined;
    for (const { reject } of waiting.values()) {
      reject(new ProviderUnavailable("The local embedding model stopped", { cause }));
    }
    waiting.clear();
  };
  worker.on("error", fail);
  worker.on("exit", fail);
  return worker;
}
