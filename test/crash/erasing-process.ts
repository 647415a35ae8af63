import { flushCompileCache } from "node:module";
import { z } from "zod";
import { runErasure } from "../../src/domain/privacy/index.ts";
import { systemContext } from "../../src/domain/workspaces/index.ts";
import { openDatabase } from "../../src/platform/db.ts";
import { openFolder } from "../../src/platform/file-store.ts";

/** Works at one erasure, and is killed in the middle: before it removes the n-th file, when its rows are gone. */
const given = z
  .object({
    ...{ appUrl: z.string(), systemUrl: z.string(), sealKeys: z.string(), folder: z.string() },
    ...{ workspaceId: z.uuid(), erasureId: z.uuid(), dieAtFile: z.number() },
  })
  .parse(JSON.parse(process.argv[2] ?? "{}"));

flushCompileCache(); // a killed process leaves nothing to the next one by itself
const store = openFolder(given.folder);
let removed = 0;
const files: typeof store = {
  ...store,
  async remove(key) {
    removed++;
    if (removed >= given.dieAtFile) process.kill(process.pid, "SIGKILL");
    await store.remove(key);
  },
};
const db = openDatabase({ ...given, files, maxConnections: 3 });
const { workspaceId, erasureId } = given;
await runErasure(systemContext(db, workspaceId, "erasure"), { erasureId }, { keepFiles: async () => {} });
await db.close();
