/**
 * What the set-up of a test run leaves for its workers, in the environment they inherit.
 * @throws Error when a test runs outside Jest's set-up.
 */
export function ofThisRun(name: "PARLEY_TEST_PG_URL" | "PARLEY_TEST_RUN" | "PARLEY_TEST_TEMPLATE"): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run tests through npm test or npm run test:one -- FILE`);
  return value;
}

/** Number of this Jest worker, from 1. */
export function workerNumber(): number {
  return Number(process.env.JEST_WORKER_ID ?? "1");
}
