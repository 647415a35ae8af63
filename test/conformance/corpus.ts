import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { describe } from "@jest/globals";

/** Official specifications and real cases; they are not part of this repository. */
export const dataDir = resolve(process.env.PARLEY_DATA ?? "../shared/data");

/** A suite over the corpus. Where the corpus is missing the suite is skipped, and its name says so. */
export function describeWithCorpus(name: string, suite: () => void): void {
  if (existsSync(dataDir)) describe(name, suite);
  else describe.skip(`${name} (SKIPPED: no corpus at ${dataDir})`, suite);
}
