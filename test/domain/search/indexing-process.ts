import { flushCompileCache } from "node:module";
import { z } from "zod";
import { followLog } from "../../../src/domain/search/index.ts";
import { openDatabase } from "../../../src/platform/db.ts";

/** A process that follows the log until it is killed. */
const given = z.object({ appUrl: z.string(), systemUrl: z.string() }).parse(JSON.parse(process.argv[2] ?? "{}"));
const db = openDatabase({ ...given, maxConnections: 3 });
flushCompileCache(); // a killed process leaves nothing to the next one by itself
process.stdout.write("ready\n");
for (;;) await followLog(db);
