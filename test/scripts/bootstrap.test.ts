import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "parley-bootstrap-"));
  await cp("scripts/bootstrap.mjs", join(folder, "scripts/bootstrap.mjs"));
  await cp("scripts/run.mjs", join(folder, "scripts/run.mjs"));
  await writeFile(
    join(folder, "hello.ts"),
    'const who: string = "Node"; console.log(who, process.versions.node); process.exit(7);',
  );
  await writeLock("a", { version: "1.0.0" });
});
afterEach(() => rm(folder, { recursive: true }));

test("a program runs, with its exit code, when what is installed is what the lock file says", async () => {
  await install("a", { version: "1.0.0" });
  const { status, stdout } = run();
  expect({ status, stdout: stdout.trim() }).toEqual({ status: 7, stdout: `Node ${process.versions.node}` });
});

test.each([
  ["another version is installed", async () => install("a", { version: "0.9.0" })],
  ["an install was interrupted", async () => void (await mkdir(join(folder, "node_modules")))],
  ["nothing is installed", async () => undefined],
])("dependencies are installed when %s", async (_when, prepare) => {
  await prepare();
  await fakeNpm(0);
  const { status, stdout } = run();
  expect(status).toBe(7);
  expect(stdout).toContain("Installing dependencies");
  expect(await readFile(join(folder, ".parley/install.log"), "utf8")).toContain("install --no-save --ignore-scripts");
});

test("packages that are mended here count as installed once they are, and again when the mending changes", async () => {
  await install("a", { version: "1.0.0" });
  await fakeNpm(0);
  await mkdir(join(folder, "node_modules/patch-package"));
  await writeFile(join(folder, "node_modules/patch-package/index.js"), 'console.log("mended")');
  await mkdir(join(folder, "patches"));
  for (const text of ["one thing", "another"]) {
    await writeFile(join(folder, "patches/a+1.0.0.patch"), text);
    expect(run().stdout).toContain("Installing dependencies");
    expect(await readFile(join(folder, ".parley/install.log"), "utf8")).toContain("mended");
    expect(run().stdout).not.toContain("Installing dependencies");
  }
});

test("packages for other machines need not be installed", async () => {
  await writeLock("a", { version: "1.0.0", optional: true });
  await install("b", { version: "1.0.0" });
  expect(run().stdout).not.toContain("Installing");
});

test("an install that fails ends in one sentence that names the log", async () => {
  await fakeNpm(1);
  const { status, stderr } = run();
  expect(status).toBe(1);
  expect(stderr.trim()).toBe(
    `Installing the dependencies failed; the reason is at the end of ${join(folder, ".parley/install.log")}.`,
  );
});

test("a checkout that cannot be written to ends in one sentence", async () => {
  await writeFile(join(folder, ".parley"), "in the way of the folder");
  const { status, stderr } = run();
  expect(status).toBe(1);
  expect(stderr.trim()).toBe(`Parley cannot write to ${folder}/ (EEXIST); use a checkout that belongs to you.`);
});

function run() {
  const env = { ...process.env, npm_execpath: join(folder, "npm.js") };
  return spawnSync(process.execPath, ["scripts/run.mjs", "hello.ts"], { cwd: folder, env, encoding: "utf8" });
}

async function fakeNpm(exitCode: number): Promise<void> {
  await writeFile(join(folder, "npm.js"), `console.log(process.argv.slice(2).join(" ")); process.exit(${exitCode});`);
}

async function writeLock(name: string, entry: object): Promise<void> {
  const packages = { "": {}, [`node_modules/${name}`]: entry };
  await writeFile(join(folder, "package-lock.json"), JSON.stringify({ packages }));
}

async function install(name: string, entry: object): Promise<void> {
  await mkdir(join(folder, "node_modules"));
  const packages = { [`node_modules/${name}`]: entry };
  await writeFile(join(folder, "node_modules/.package-lock.json"), JSON.stringify({ packages }));
}
