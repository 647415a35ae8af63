import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { LaunchOptions } from "playwright-core";

/** Chromium without a user interface of its own, which takes as much of a small machine as the pages themselves. */
export const debianPackage = "chromium-headless-shell";

const names = [debianPackage, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/** CHROMIUM_PATH, else the first Chromium or Chrome on PATH; undefined when the machine has none. */
export function findChromium(): string | undefined {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  const folders = (process.env.PATH ?? "").split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** @throws Error that says how to get a Chromium when there is none. */
function chromiumPath(): string {
  const path = findChromium();
  if (!path)
    throw new Error(`There is no Chromium: install it (Debian: apt-get install ${debianPackage}) or set CHROMIUM_PATH`);
  return path;
}

/** Headless, without the browser's own errands on the network; no sandbox when root, where Chromium refuses it. */
export function launchOptions(): LaunchOptions {
  return {
    executablePath: chromiumPath(),
    headless: true,
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-dev-shm-usage",
    ],
  };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
