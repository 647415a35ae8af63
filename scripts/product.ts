import { type DemoSettings, demoEnvironment, needsSandbox, sandboxOptions } from "./demo-environment.ts";
import { startRoles } from "./serve.ts";
import type { Shutdown } from "./shutdown.ts";

/** The sandbox, the demo shop (once), then web and workers in this process. */
export async function startProduct(settings: DemoSettings, shutdown: Shutdown): Promise<void> {
  const sandboxed = needsSandbox(process.env);
  Object.assign(process.env, demoEnvironment(settings, process.env));
  if (sandboxed) {
    const { startSandbox } = await import("../sandbox/server.ts");
    const sandbox = await startSandbox(sandboxOptions(settings, process.env));
    shutdown.onStop(() => sandbox.stop());
  }
  const { seedDemo } = await import("./seed.ts");
  await seedDemo({ urls: settings.urls, staffPassword: settings.secrets.staffPassword });
  await startRoles(["web", "worker"], shutdown);
}
