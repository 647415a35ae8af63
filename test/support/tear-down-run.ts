import { dropClones } from "./template.ts";

// biome-ignore lint/style/noDefaultExport: Jest takes the default export.
export default async function tearDownRun(): Promise<void> {
  const run = globalThis.parleyRun;
  if (!run) return;
  await run.stopRedis?.();
  await dropClones(run.superuserUrl, run.name);
}
