import { type ChildProcess, spawn } from "node:child_process";
import { openSync } from "node:fs";
import { devNull } from "node:os";
import { fileURLToPath } from "node:url";
import { freePort } from "../scripts/ports.ts";
import type { DatabaseUrls } from "../scripts/provision.ts";

/** The web process as it runs in production, with its log going where nobody keeps it. */
export async function startWeb(
  { appUrl, systemUrl }: DatabaseUrls,
  sessionSecret: string,
  more: Record<string, string> = {},
): Promise<{ origin: string; child: ChildProcess }> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const log = openSync(devNull, "w");
  const child = spawn(process.execPath, [fileURLToPath(new URL("../src/server.ts", import.meta.url))], {
    stdio: ["ignore", log, "inherit"],
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      PUBLIC_URL: origin,
      DATABASE_URL: appUrl,
      DATABASE_SYSTEM_URL: systemUrl,
      SESSION_SECRET: sessionSecret,
      SEAL_KEY: Buffer.alloc(32, "bench").toString("base64"),
      ...more,
    },
  });
  const deadline = Date.now() + 20_000;
  while (!(await fetch(`${origin}/readyz`).catch(() => null))?.ok) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill();
      throw new Error("the web process did not start");
    }
    await new Promise((done) => setTimeout(done, 50));
  }
  return { origin, child };
}
