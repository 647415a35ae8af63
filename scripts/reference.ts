import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Failure, runMain } from "./failure.ts";

const run = promisify(execFile);
const target = fileURLToPath(new URL("../web/reference/dist/standalone.js", import.meta.url));

/**
 * Scalar's browser bundle is one self-contained file, but installing its package brings 270 others (287 MB) that only
 * its own build needs. So the one file is taken out of the package, which is pinned by version and hash.
 */
const pinned = {
  name: "@scalar/api-reference",
  version: "1.72.1",
  file: "package/dist/browser/standalone.js",
  sha256: "bf091006bdc3af6067af77c2f534812e3e633e94a94e87138069f570f33b762c",
};

/**
 * Puts what `/docs` needs into `web/reference/dist`, once. Without it the page leads to the document only.
 * @returns whether it had to be fetched.
 * @throws Failure when the registry cannot be reached or gives something else.
 */
export async function fetchReference(): Promise<boolean> {
  if (
    await access(target).then(
      () => true,
      () => false,
    )
  )
    return false;
  const folder = await mkdtemp(join(tmpdir(), "parley-reference-"));
  try {
    const script = await unpack(folder);
    const found = createHash("sha256").update(script).digest("hex");
    if (found !== pinned.sha256)
      throw new Failure(`${pinned.name} ${pinned.version} is not the file we know: ${found}`);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(`${target}.new`, script);
    await rename(`${target}.new`, target);
    return true;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function unpack(folder: string): Promise<Buffer> {
  const { name, version, file } = pinned;
  try {
    await run("npm", [
      "pack",
      `${name}@${version}`,
      "--ignore-scripts",
      "--prefer-offline",
      "--silent",
      "--pack-destination",
      folder,
    ]);
    const archive = join(folder, `${name.slice(1).replace("/", "-")}-${version}.tgz`);
    await run("tar", ["-xzf", archive, "-C", folder, file]);
  } catch (cause) {
    throw new Failure(`${name} ${version} could not be fetched from the npm registry.`, { cause });
  }
  return readFile(join(folder, file));
}

async function main(): Promise<number> {
  console.log((await fetchReference()) ? "✓ fetched" : "✓ there already");
  return 0;
}

if (import.meta.main) void runMain(main);
