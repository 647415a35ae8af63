import type { DemoSettings } from "./demo-environment.ts";
import { demoEnvironment, needsSandbox } from "./demo-environment.ts";
import type { Shutdown } from "./shutdown.ts";

/**
 * The sandbox, the demo shop, then web and workers in this process.
 * Configuration is read when its module loads, so the environment is complete before anything of the product is imported.
 */
export async function startProduct(settings: DemoSettings, shutdown: Shutdown): Promise<void> {
  const sandboxed = needsSandbox(process.env);
  Object.assign(process.env, demoEnvironment(settings, process.env));
  if (sandboxed) {
    const { startSandbox } = await import("../sandbox/server.ts");
    const sandbox = await startSandbox({ port: settings.sandboxPort });
    shutdown.onStop(() => sandbox.close());
  }
  const { config } = await import("../src/config.ts");
  const { seedDemo } = await import("./seed.ts");
  await seedDemo({ ...settings, config });
  const { startWorkers } = await import("../workers/main.ts");
  const workers = await startWorkers(config);
  shutdown.onStop(() => workers.close());
  const { startServer } = await import("../src/server.ts");
  const server = await startServer(config);
  shutdown.onStop(() => server.close());
}
