import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { open } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { debianPackage as chromium, findChromium } from "../test/support/chromium.ts";
import { findRedisServer } from "../test/support/redis-server.ts";
import { Failure } from "./failure.ts";

const logFile = fileURLToPath(new URL("../.parley/apt.log", import.meta.url));

/**
 * The tests need a real Redis and a real browser. On Debian as root what is missing is installed.
 * @throws Failure that says how to get them anywhere else; tests are never left out for want of one.
 */
export async function ensurePrograms(): Promise<void> {
  const missing: string[] = [];
  if (!process.env.REDIS_URL && !findRedisServer()) missing.push("redis-server");
  if (!findChromium()) missing.push(chromium);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) throw new Failure(howToGet(missing));
  console.log(`Installing ${missing.join(" and ")} from Debian's packages …`);
  await aptGet(["update"]);
  await aptGet(["install", "--yes", "--no-install-recommends", ...missing]);
}

function howToGet(missing: string[]): string {
  const settings = missing.map((name) => (name === chromium ? "CHROMIUM_PATH" : "REDIS_URL"));
  return (
    `The tests need ${missing.join(" and ")}: install with your package manager ` +
    `(Debian: sudo apt-get install ${missing.join(" ")}), or set ${settings.join(" and ")}.`
  );
}

async function aptGet(args: string[]): Promise<void> {
  const started = Date.now();
  const progress = setInterval(() => console.log(`  … ${Math.round((Date.now() - started) / 1000)} s`), 15_000);
  const log = await open(logFile, "a");
  const code = await new Promise<number>((done) => {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const child = spawn("apt-get", ["-q", ...args], { env, stdio: ["ignore", log.fd, log.fd] });
    child.once("error", () => done(1));
    child.once("close", (exitCode) => done(exitCode ?? 1));
  });
  clearInterval(progress);
  await log.close();
  if (code !== 0) throw new Failure(`apt-get ${args[0]} failed; the reason is at the end of ${logFile}.`);
}
