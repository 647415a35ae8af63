// Runs on any Node from 20 on, with nothing installed: plain JavaScript, Node's own modules only.
import { spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Makes sure that the dependencies are the lock file's, then runs a program under Node 24 and ends with its exit code.
 * Signals are passed on; the program notices our own death by its closed channel.
 *
 * @param {string[]} command Node's flags, the script (relative to the checkout) and its arguments.
 */
export async function runUnderNode24(...command) {
  try {
    const [major] = process.versions.node.split(".").map(Number);
    if (major < 20) stop(`Parley needs Node 20 or later to start; this is Node ${process.versions.node}.`);
    await installIfNeeded(root);
    process.exitCode = await run(findNode24(root), command);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}

/**
 * What npm last put in place is listed in node_modules/.package-lock.json, written as its last act; so an
 * interrupted install, a changed lock file and a missing folder all look alike: not the lock file's packages. The same
 * goes for what we mend in them (docs/adr/0012, 0013).
 *
 * @param {string} folder the checkout
 * @returns {boolean}
 */
export function isInstalled(folder) {
  const wanted = packagesOf(join(folder, "package-lock.json"));
  const present = packagesOf(join(folder, "node_modules", ".package-lock.json"));
  if (!wanted || !present || patchesIn(folder) !== textOf(appliedIn(folder))) return false;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === "" || present[path]?.version === version || (optional && !(path in present)),
  );
}

/** @param {string} folder */
async function installIfNeeded(folder) {
  if (isInstalled(folder)) return;
  try {
    mkdirSync(join(folder, ".parley"), { recursive: true });
  } catch (error) {
    stop(`Parley cannot write to ${folder} (${error.code}); use a checkout that belongs to you.`);
  }
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  console.log("Installing dependencies (once; takes a minute or two) …");
  const progress = setInterval(() => console.log(`  … ${seconds()} s`), 10_000);
  const code = await install(folder)
    .then((failed) => failed || patch(folder))
    .finally(() => clearInterval(progress));
  if (code !== 0) {
    stop(`Installing the dependencies failed; the reason is at the end of ${join(folder, ".parley", "install.log")}.`);
  }
  console.log(`Dependencies installed in ${seconds()} s.`);
}

/** @param {string} folder @returns {Promise<number>} npm's exit code */
function install(folder) {
  const npm = process.env.npm_execpath;
  const [program, first] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []];
  // Not `npm ci`: it refuses a lock file that lacks optional packages of other platforms, as ours does.
  // The log level is ours, because `npm run --silent` hands its own down.
  const flags = "install --no-save --ignore-scripts --include=dev --include=optional --loglevel=warn".split(" ");
  return runLogged(folder, "w", program, [...first, ...flags]);
}

/** @param {string} folder @returns {Promise<number>} the exit code of what mends packages */
async function patch(folder) {
  if (patchesIn(folder) === "") return 0;
  const program = join("node_modules", "patch-package", "index.js");
  const code = await runLogged(folder, "a", process.execPath, [program, "--error-on-fail"]);
  if (code === 0) writeFileSync(appliedIn(folder), patchesIn(folder));
  return code;
}

/** @param {string} folder @param {"w" | "a"} flags @param {string} program @param {string[]} args @returns {Promise<number>} */
function runLogged(folder, flags, program, args) {
  return new Promise((done, failed) => {
    const log = createWriteStream(join(folder, ".parley", "install.log"), { flags });
    log.once("error", failed);
    log.once("open", () => {
      const child = spawn(program, args, { cwd: folder, stdio: ["ignore", log, log] });
      child.once("error", () => done(1));
      child.once("close", (code) => log.end(() => done(code ?? 1)));
    });
  });
}

/** @param {string} folder @returns {string} path of a Node that runs TypeScript as it is */
function findNode24(folder) {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 24 || (major === 24 && minor >= 2)) return process.execPath;
  const bundled = join(folder, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");
  if (existsSync(bundled)) return bundled;
  return stop(
    `Parley runs on Node 24; for ${process.platform}-${process.arch} it brings none, so install Node 24.2 or later (this is ${process.versions.node}).`,
  );
}

/** @param {string} node @param {string[]} command @returns {Promise<number>} */
function run(node, command) {
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ""}` };
  const child = spawn(node, command, { cwd: root, env, stdio: ["inherit", "inherit", "inherit", "ipc"] });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  return new Promise((done, failed) => {
    child.once("error", failed);
    child.once("exit", (code, signal) => done(code ?? 128 + constants.signals[signal]));
  });
}

/** @param {string} folder @returns {string} every patch there is, one after another */
function patchesIn(folder) {
  const patches = join(folder, "patches");
  if (!existsSync(patches)) return "";
  return readdirSync(patches)
    .sort()
    .map((name) => textOf(join(patches, name)))
    .join("");
}

/** @param {string} folder @returns {string} the file that holds the patches which node_modules has */
function appliedIn(folder) {
  return join(folder, "node_modules", ".patches");
}

/** @param {string} file @returns {string} empty when there is none */
function textOf(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

/** @param {string} file @returns {Record<string, {version: string, optional?: boolean}> | null} */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return null;
  }
}

class Stop extends Error {}

/** @param {string} sentence @returns {never} */
function stop(sentence) {
  throw new Stop(sentence);
}
