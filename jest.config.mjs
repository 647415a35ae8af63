export default {
  rootDir: ".",
  testMatch: ["<rootDir>/test/**/*.test.{ts,tsx}"],
  extensionsToTreatAsEsm: [".ts", ".tsx"],
  transform: {
    "\\.tsx?$": [
      "@swc/jest",
      {
        swcrc: false,
        jsc: {
          target: "es2024",
          parser: { syntax: "typescript", tsx: true },
          transform: { react: { runtime: "automatic" } },
        },
        module: { type: "es6" },
        sourceMaps: true,
      },
    ],
  },
  testEnvironment: "<rootDir>/test/support/environment.mjs",
  runtime: "<rootDir>/test/support/runtime.mjs",
  globalSetup: "<rootDir>/test/support/set-up-run.ts",
  globalTeardown: "<rootDir>/test/support/tear-down-run.ts",
  modulePathIgnorePatterns: ["<rootDir>/.parley", "<rootDir>/web/.*/dist"],
  testTimeout: 60_000,
  // One more than there are cores on a small machine: tests wait for PostgreSQL and for browsers a third of the time.
  maxWorkers: 3,
  testSequencer: "<rootDir>/test/support/sequencer.mjs",
  // Modules of ended files are not let go of; beyond this a worker is begun anew.
  workerIdleMemoryLimit: "1GB",
};
