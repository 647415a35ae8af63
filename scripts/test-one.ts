import { spawn } from "node:child_process";
import { stopWarmCluster } from "../test/support/warm-cluster.ts";
import { runMain } from "./failure.ts";
import { jestCommand } from "./jest-command.ts";

/**
 * `npm run test:one -- FILE… [Jest's flags]` runs these test files against a PostgreSQL that stays up afterwards;
 * `npm run test:one -- --stop` ends it.
 */
async function main(): Promise<number> {
  const args = process.argv.slice(2);
  if (args.includes("--stop")) {
    console.log((await stopWarmCluster()) ? "The test PostgreSQL is stopped." : "No test PostgreSQL is running.");
    return 0;
  }
  if (args.length === 0) {
    console.error("Say which: npm run test:one -- test/path/name.test.ts");
    return 1;
  }
  const [program, ...flags] = jestCommand(args);
  const child = spawn(program, flags, { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((done) => child.once("exit", (code) => done(code ?? 1)));
}

await runMain(main);
