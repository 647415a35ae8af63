import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure } from "./failure.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Builds `web/agent` into `web/agent/dist` unless what is there was built from the same sources and packages.
 * @returns whether it had to build.
 */
export async function buildWebClient(folder = join(root, "web", "agent")): Promise<boolean> {
  const marker = join(folder, "dist", ".built-from");
  const sources = await hashOf(folder);
  if ((await readFile(marker, "utf8").catch(() => "")) === sources) return false;
  await build(folder);
  await writeFile(marker, sources);
  return true;
}

async function hashOf(folder: string): Promise<string> {
  const hash = createHash("sha256").update(await readFile(join(root, "package-lock.json")));
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.filter((path) => !path.startsWith(join(folder, "dist"))).sort()) {
    hash.update(`\0${file.slice(folder.length)}\0`).update(await readFile(file));
  }
  return hash.digest("hex");
}

async function build(folder: string): Promise<void> {
  const vite = join(dirname(createRequire(import.meta.url).resolve("vite/package.json")), "bin", "vite.js");
  const child = spawn(process.execPath, [vite, "build", folder, "--logLevel", "warn"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_ENV: "production" },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((done) => child.once("close", done));
  if (code !== 0) throw new Failure(`The web client in ${folder} does not build:\n${output.trim()}`);
}
