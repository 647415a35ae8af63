import { Worker } from "node:worker_threads";

/** What a thread may take: it is ended when it takes more. */
export interface ThreadLimits {
  timeoutMs: number;
  /** Of the thread alone; buffers, which lie outside of its heap, are counted by themselves. */
  memoryMb: number;
}

/** How often a thread is asked for its buffers, in milliseconds. */
const lookedAtEvery = 50;

/**
 * What the module answers to `data` with its first message. Files of strangers are read this way: what they make a reader
 * do ends with its time and memory.
 * @returns "time" or "memory" when that is why it was ended.
 */
export async function inThread<Answer>(
  module: URL,
  data: unknown,
  { timeoutMs, memoryMb }: ThreadLimits,
): Promise<Answer | "time" | "memory"> {
  const worker = new Worker(module, { workerData: data, resourceLimits: { maxOldGenerationSizeMb: memoryMb } });
  let watch: NodeJS.Timeout | undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Answer | "time" | "memory">((resolve, reject) => {
      timer = setTimeout(() => resolve("time"), timeoutMs);
      watch = setInterval(() => {
        void buffersOf(worker).then((bytes) => bytes > memoryMb * 1_000_000 && resolve("memory"));
      }, lookedAtEvery);
      worker.once("message", resolve);
      worker.once("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "ERR_WORKER_OUT_OF_MEMORY") resolve("memory");
        else reject(error);
      });
    });
  } finally {
    clearTimeout(timer);
    clearInterval(watch);
    await worker.terminate();
  }
}

/** None once it has ended. */
async function buffersOf(worker: Worker): Promise<number> {
  return worker.getHeapStatistics().then(
    ({ external_memory }) => external_memory,
    () => 0,
  );
}
