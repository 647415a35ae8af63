import { readTauDatabase, readTauTasks, type TauTask } from "../../proof/tau/data.ts";
import { wavesOf } from "../../proof/tau/waves.ts";
import type { Stage } from "../stage.ts";
import { callFor, unmapped } from "./calls.ts";
import { playNegatives } from "./negatives.ts";
import { type JudgedTask, playTools } from "./wave.ts";

/**
 * What is right in each retail task of τ-bench, done with the AI's own tools: the customer asks, the AI proposes, she
 * says yes, the AI confirms. Then the shop is compared with what τ-bench's own tools made of theirs, and everything
 * that must be refused is tried.
 * @param most tasks played; the first ones. @returns whether all is as it should be.
 */
export async function playTau(
  stage: Stage,
  dataDir: string,
  { most, sets }: { most: number; sets: readonly string[] },
) {
  const db = readTauDatabase(dataDir);
  const all = readTauTasks(dataDir).filter(({ id }) => sets.includes(id.split(":")[0] ?? ""));
  const chosen = all.slice(0, most);
  const isMapped = (task: TauTask) => task.actions.every((action) => !action.write || callFor(action, db) !== null);
  const judged: JudgedTask[] = [];
  for (const [n, parts] of wavesOf(chosen.filter(isMapped), db).entries()) {
    judged.push(...(await playTools(stage, db, parts, n)));
  }
  const wrong = judged.filter(({ problems }) => problems.length > 0);
  const negatives = await playNegatives(stage, db);
  const lines = [
    ...wrong.map(({ task, problems, outcomes }) => `${task.id}: ${problems.join("; ")} (${outcomes.join(", ")})`),
    ...reasons(
      chosen.filter((task) => !isMapped(task)),
      (action) => callFor(action, db) === null,
    ),
    ...negatives.lines,
    `must be refused: ${negatives.passed} of ${negatives.total} are, with nothing changed`,
    `tau through the AI's tools: ${judged.length - wrong.length} of ${judged.length} mapped tasks, ${chosen.length - judged.length} of ${chosen.length} not mapped`,
  ];
  return { lines, isRight: wrong.length === 0 && negatives.passed === negatives.total };
}

function reasons(tasks: readonly TauTask[], isUnmapped: (action: TauTask["actions"][number]) => boolean): string[] {
  const names = tasks.flatMap(({ actions }) => [
    ...new Set(actions.filter((one) => one.write && isUnmapped(one)).map(({ name }) => name)),
  ]);
  return [...Map.groupBy(names, (name) => name)].map(
    ([name, some]) => `not mapped: ${some.length} with ${name}: ${unmapped[name] ?? "no tool"}`,
  );
}
