import { z } from "zod";
import { openDatabase } from "../src/platform/db.ts";
import { openLog } from "../src/platform/log.ts";
import { ingest } from "../workers/ingest.ts";
import { startRelay } from "../workers/relay.ts";
import { startInProcess } from "../workers/transports/in-process.ts";

/** The worker of the inbound bench, in a process of its own as where Parley is deployed. */
const settings = z.object({ appUrl: z.string(), systemUrl: z.string() });

process.once("message", (message) => {
  const sealKeys = Buffer.alloc(32, "bench").toString("base64");
  const db = openDatabase({ ...settings.parse(message), sealKeys, maxConnections: 16 });
  const tools = { db, log: openLog("error") };
  const transport = startInProcess({ tools, workers: [ingest], pollMs: 50 });
  startRelay(tools, [ingest], { pollMs: 50, onRelayed: () => transport.wake() });
  process.once("disconnect", () => process.exit());
  process.send?.("ready");
});
