import { type RunningSandbox, startSandbox } from "../sandbox/index.ts";
import type { ProofResult } from "./result.ts";
import type { Check } from "./sandbox/check.ts";
import { googleChecks } from "./sandbox/google.ts";
import { openaiChecks } from "./sandbox/openai.ts";
import { shopifyChecks } from "./sandbox/shopify.ts";
import { twilioChecks } from "./sandbox/twilio.ts";

/** Drives the stand-ins through many calls and holds every answer against the provider's own specification. */
export async function sandbox(dataDir: string): Promise<ProofResult> {
  const running = await startSandbox();
  try {
    const checks = await allChecks(running, dataDir);
    const failed = checks.filter(({ problems }) => problems.length > 0);
    const lines = failed.map(({ name, problems }) => `${name}: ${problems.slice(0, 5).join("; ")}`);
    return { passed: checks.length - failed.length, total: checks.length, lines };
  } finally {
    await running.stop();
  }
}

async function allChecks(running: RunningSandbox, dataDir: string): Promise<Check[]> {
  return [
    ...(await googleChecks(running, dataDir)),
    ...(await shopifyChecks(running, dataDir)),
    ...(await openaiChecks(running, dataDir)),
    ...(await twilioChecks(running, dataDir)),
  ];
}
