import { readFileSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { Failure } from "./failure.ts";
import { isAlive } from "./processes.ts";

/**
 * Holds `path` for this process until the returned function is called. A lock whose holder is gone is taken over,
 * also when another process has its number by now.
 *
 * @throws Failure when a living process holds it.
 */
export async function takeLock(path: string): Promise<() => Promise<void>> {
  const ours = `${process.pid} ${startedAt(process.pid)}\n`;
  for (;;) {
    try {
      await writeFile(path, ours, { flag: "wx", mode: 0o644 });
      return () => rm(path, { force: true });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
    const found = await readFile(path, "utf8").catch(() => "");
    const [pid = "", since = ""] = found.trim().split(" ");
    if (pid !== "" && isAlive(Number(pid)) && startedAt(Number(pid)) === since) {
      throw new Failure(`Parley is already running from this folder (process ${pid}); stop it first: kill ${pid}`);
    }
    await setAside(path);
  }
}

/** Renaming is atomic, so of two processes that see the same stale lock, only one removes it. */
async function setAside(path: string): Promise<void> {
  const aside = `${path}.${process.pid}`;
  await rename(path, aside).catch(() => undefined);
  await rm(aside, { force: true });
}

/**
 * When a process started, in clock ticks since boot; "" where the system does not tell.
 * Source: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html (field 22)
 */
function startedAt(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}
