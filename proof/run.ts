import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import type { Proof } from "./result.ts";

/** Every proof by the name it is asked for; loaded when it runs, so that one does not need what another needs. */
const proofs: Record<string, () => Promise<Proof>> = {
  mime: async () => (await import("./mime.ts")).mime,
  hmac: async () => (await import("./hmac.ts")).hmac,
  ledger: async () => (await import("./ledger.ts")).ledger,
  webhooks: async () => (await import("./webhooks.ts")).webhooks,
  sandbox: async () => (await import("./sandbox.ts")).sandbox,
  twilio: async () => (await import("./twilio.ts")).twilio,
  tau: async () => (await import("./tau.ts")).tau,
  retrieval: async () => (await import("./retrieval.ts")).retrieval,
  hostile: async () => (await import("./hostile.ts")).hostile,
  topics: async () => (await import("./topics.ts")).topics,
};

/** These make their own. */
const withoutCorpus = new Set(["ledger", "hostile"]);

/**
 * `npm run proof [NAME] -- --data DIR`: runs our code over a corpus nobody here wrote and prints a score per set.
 * A low score is a result, not a failure: only a crash or a missing corpus ends with a code other than 0.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: "string", default: "../shared/data" },
      // Of `hostile`.
      runs: { type: "string" },
      seed: { type: "string" },
    },
  });
  const dataDir = resolve(values.data);
  const names = positionals.length > 0 ? positionals : Object.keys(proofs);
  const needsCorpus = names.some((name) => !withoutCorpus.has(name));
  if (needsCorpus && !existsSync(dataDir))
    throw new Error(`There is no corpus at ${dataDir}; name its folder with --data DIR`);
  const scores: string[] = [];
  for (const name of names) {
    const load = proofs[name];
    if (!load) throw new Error(`There is no proof "${name}"; there are ${Object.keys(proofs).join(", ")}`);
    const { passed, total, lines } = await (await load())(dataDir);
    for (const line of lines) console.log(`${name}: ${line}`);
    scores.push(`${name}: ${passed} of ${total}`);
  }
  for (const score of scores) console.log(score);
}

await main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
