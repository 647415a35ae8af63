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
  // Twice the cores of a small machine: tests wait for PostgreSQL, for browsers and for processes, and of four of them
  // nothing of its time is left over.
  maxWorkers: 4,
  testSequencer: "<rootDir>/test/support/sequencer.mjs",
  // Modules of ended files are not let go of; beyond this a worker is begun anew.
  workerIdleMemoryLimit: "1.5GB",
};
