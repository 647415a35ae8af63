import { spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { testClusterOptions } from "../test/support/warm-cluster.ts";
import { runChecks } from "./check.ts";
import { startCluster } from "./embedded-postgres.ts";
import { Failure, runMain } from "./failure.ts";
import { jestCommand } from "./jest-command.ts";
import { removePostgresHome } from "./postgres-home.ts";
import { ensurePrograms } from "./programs.ts";
import { fetchReference } from "./reference.ts";
import { buildWebClient } from "./web-client.ts";

const folder = fileURLToPath(new URL("../.parley", import.meta.url));
const resultsFile = `${folder}/test-results.json`;
const clusterFolder = `${folder}/test-run-${process.pid}`;

interface Count {
  passed: number;
  failed: number;
}

/** `npm test`: the checks, then every test against a PostgreSQL and a Redis of this run. Arguments are Jest's. */
async function main(): Promise<number> {
  const count = await everything(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof Failure ? `\n${error.message}` : error);
    return { passed: 0, failed: 1 };
  });
  console.log(`\n${count.passed} passed, ${count.failed} failed`);
  return count.failed === 0 && count.passed > 0 ? 0 : 1;
}

async function everything(jestArgs: string[]): Promise<Count> {
  // Much of what tests do is waiting, so that the checks take next to nothing beside them.
  const checking = runChecks();
  checking.catch(() => {}); // told below
  await Promise.all([ensurePrograms(), prepareWebClient()]);
  const tests = await runTests(jestArgs);
  const checks = await checking;
  const failedChecks = checks.filter(({ passed }) => !passed);
  for (const { name } of failedChecks) console.log(`The check "${name}" failed.`);
  const passed = tests.passed + checks.length - failedChecks.length;
  return { passed, failed: tests.failed + failedChecks.length };
}

async function prepareWebClient(): Promise<void> {
  console.log((await buildWebClient()) ? "✓ web client built" : "✓ web client up to date");
  await fetchReference();
}

async function runTests(args: string[]): Promise<Count> {
  const given = process.env.PARLEY_TEST_PG_URL;
  const cluster = given ? undefined : await startCluster({ ...testClusterOptions, folder: clusterFolder });
  await rm(resultsFile, { force: true });
  try {
    const flags = ["--ci", "--json", `--outputFile=${resultsFile}`, ...args];
    const code = await runJest(flags, { PARLEY_TEST_PG_URL: cluster?.ownerUrl ?? given });
    return await countResults(code);
  } finally {
    await cluster?.stop();
    if (cluster) await removePostgresHome(clusterFolder);
  }
}

function runJest(flags: string[], settings: NodeJS.ProcessEnv): Promise<number> {
  const [program, ...args] = jestCommand(flags);
  // Jest prints its report on standard error; with --json, standard output is the results once more.
  const child = spawn(program, args, { env: { ...process.env, ...settings }, stdio: ["ignore", "ignore", "inherit"] });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((done) => child.once("exit", (code) => done(code ?? 1)));
}

const resultsSchema = z.object({
  numRuntimeErrorTestSuites: z.number(),
  testResults: z.array(z.object({ assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })) })),
});

/**
 * A file that does not load counts as one failure, and so does a test left out without a reason in its name
 * (as those against a corpus have, where the corpus is not at hand).
 */
async function countResults(jestCode: number): Promise<Count> {
  const text = await readFile(resultsFile, "utf8").catch(() => null);
  if (text === null) throw new Failure(`Jest ended with code ${jestCode} and without results.`);
  const { testResults, numRuntimeErrorTestSuites } = resultsSchema.parse(JSON.parse(text));
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const passed = tests.filter(({ status }) => status === "passed");
  const leftOut = tests.filter(({ fullName, status }) => status === "pending" && fullName.includes("SKIPPED: "));
  const failed = tests.length - passed.length - leftOut.length + numRuntimeErrorTestSuites;
  if (leftOut.length > 0) {
    const reasons = new Set(leftOut.map(({ fullName }) => /SKIPPED: ([^)]*)/.exec(fullName)?.[1]));
    console.log(`Left out: ${leftOut.length} tests (${[...reasons].join("; ")}).`);
  }
  return { passed: passed.length, failed: failed === 0 && jestCode !== 0 ? 1 : failed };
}

await runMain(main);
