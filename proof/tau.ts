import { startSandbox } from "../sandbox/server.ts";
import { defaultSecrets } from "../sandbox/settings.ts";
import { scopes } from "../src/integrations/shopify/scopes.ts";
import type { ProofResult } from "./result.ts";
import { readTauDatabase, readTauTasks, type TauTask } from "./tau/data.ts";
import { hasCounterpart } from "./tau/play.ts";
import { startProduct } from "./tau/product.ts";
import { type Judged, playWave } from "./tau/wave.ts";
import { wavesOf } from "./tau/waves.ts";

/**
 * Replays what is right in each retail task of τ-bench through our API, ledger and adapter, against its shop in the
 * sandbox, and compares what the shop then says with what τ-bench's own tools made of theirs. Counted are the tasks whose
 * actions all have a counterpart at Shopify; the others are named.
 */
export async function tau(dataDir: string): Promise<ProofResult> {
  const db = readTauDatabase(dataDir);
  const waves = wavesOf(readTauTasks(dataDir), db);
  const sandbox = await startSandbox({ world: { mailboxes: [], shops: [] }, shopifyApp: { scopes: [...scopes] } });
  try {
    const { shopifyApiKey: apiKey, shopifyApiSecret: apiSecret } = defaultSecrets;
    const product = await startProduct(`${sandbox.url}/shopify`, { apiKey, apiSecret });
    try {
      const judged: Judged[] = [];
      for (const [n, parts] of waves.entries()) judged.push(...(await playWave({ product, sandbox, db }, parts, n)));
      return summary(judged);
    } finally {
      await product.stop();
    }
  } finally {
    await sandbox.stop();
  }
}

function summary(judged: readonly Judged[]): ProofResult {
  const mapped = judged.filter(({ task }) => task.actions.every(hasCounterpart));
  const others = judged.filter((each) => !mapped.includes(each));
  const still = mapped.filter(({ task }) => isUnchanged(task));
  const lines = mapped
    .filter(({ problems }) => problems.length > 0)
    .map(({ task, outcomes, problems }) => `${task.id}: ${problems.join("; ")} (${outcomes.join(", ")})`);
  lines.push(
    ...others.map(({ task }) => `${task.id} cannot be said to Shopify: ${namesOf(task).join(", ")}`),
    `of the tasks that cannot be said, ${score(others)} end as they should all the same`,
    `tasks that must change nothing: ${score(still)} changed nothing`,
  );
  for (const [split, some] of Map.groupBy(mapped, ({ task }) => splitOf(task))) lines.push(`${split}: ${score(some)}`);
  return { passed: passed(mapped), total: mapped.length, lines };
}

function splitOf({ id, split }: TauTask): string {
  return `${id.split(":")[0]} ${split}`;
}

function isUnchanged({ expected_diff: { orders = {}, users = {} } }: TauTask): boolean {
  return Object.keys(orders).length + Object.keys(users).length === 0;
}

function namesOf({ actions }: TauTask): string[] {
  return [...new Set(actions.filter((action) => !hasCounterpart(action)).map(({ name }) => name))];
}

function score(some: readonly Judged[]): string {
  return `${passed(some)} of ${some.length}`;
}

function passed(some: readonly Judged[]): number {
  return some.filter(({ problems }) => problems.length === 0).length;
}
