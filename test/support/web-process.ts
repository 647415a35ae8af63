import { flushCompileCache } from "node:module";
import { z } from "zod";
import { startWebProcess } from "./realtime.ts";

/** A web process of its own, to be killed or switched to. Says where it listens. */
const given = z
  .object({ redisUrl: z.string().optional(), presenceTtlMs: z.number().optional() })
  .parse(JSON.parse(process.argv[2] ?? "{}"));

const { url } = await startWebProcess(given);
flushCompileCache(); // a killed process leaves nothing to the next one by itself
process.stdout.write(`${url}\n`);
