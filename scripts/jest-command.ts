import { createRequire } from "node:module";

/** The command that runs Jest with ES modules; the rest of the line is Jest's. */
export function jestCommand(args: string[]): [program: string, ...flags: string[]] {
  const jest = createRequire(import.meta.url).resolve("jest/bin/jest");
  const quiet = "--disable-warning=ExperimentalWarning";
  return [process.execPath, "--experimental-vm-modules", quiet, jest, ...args];
}
