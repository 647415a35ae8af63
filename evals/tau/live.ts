import { readTauDatabase, readTauTasks, type TauDatabase, type TauTask } from "../../proof/tau/data.ts";
import { askerOf, type Part, wavesOf } from "../../proof/tau/waves.ts";
import { agentFor } from "../../src/ai/config.ts";
import { createWorkspace, systemContext } from "../../src/domain/workspaces/index.ts";
import { passHats } from "../score.ts";
import type { Stage } from "../stage.ts";
import { callFor } from "./calls.ts";
import type { AnsweredTurn } from "./desk.ts";
import { atOnce, type JudgedTask, judgedBy, onTauShop, type TauScene } from "./wave.ts";

/** What was written so far, oldest first. */
type Letters = readonly { by: "customer" | "shop"; text: string }[];

/** Plays the customer of a task: her next letter, or null when she has nothing more to say. */
export type Shopper = (task: TauTask, letters: Letters) => Promise<string | null>;

const mostLetters = 10;
const longestLetterTokens = 600;
const patienceMs = 60_000;
const goodbye = "###STOP###";

/** After τ-bench's own instructions to whoever plays the user (MIT). */
const rules = `You are a customer who writes to a shop's support by mail. Write only her next letter, short and in her own words.
Do not give away all that is in your task at once: only what the present step needs. Do not invent what it does not say; if you are asked for something it does not hold, say that you do not have it. When the shop asks whether it shall do something and that is what you want, answer with a plain yes and nothing else. When all of it is done, or the shop gives you to a person, write ${goodbye} and nothing else.

Your task:`;

/**
 * The retail tasks of τ-bench whose actions all have a tool of ours, k times each with a real model as the agent and
 * another as the customer; then the shop is compared with what τ-bench's own tools made of theirs.
 */
export async function playTauLive(
  stage: Stage,
  dataDir: string,
  { most, sets, k }: { most: number; sets: readonly string[]; k: number },
): Promise<string[]> {
  const db = readTauDatabase(dataDir);
  const all = readTauTasks(dataDir).filter(({ id }) => sets.includes(id.split(":")[0] ?? ""));
  const isMapped = (task: TauTask) => task.actions.every((action) => !action.write || callFor(action, db) !== null);
  const tasks = all.slice(0, most).filter((task) => isMapped(task) && askerOf(task, db) !== null);
  return playLive(stage, db, tasks, { k, shopper: await modelShopper(stage) });
}

/** @returns a line for each task that ended otherwise at least once, and pass^1 … pass^k. */
export async function playLive(
  stage: Stage,
  db: TauDatabase,
  tasks: readonly TauTask[],
  { k, shopper }: { k: number; shopper: Shopper },
): Promise<string[]> {
  const judged: JudgedTask[] = [];
  for (let play = 1; play <= k; play++) {
    for (const [n, parts] of wavesOf(tasks, db, { withOwner: true }).entries()) {
      judged.push(...(await playWave(stage, db, parts, { name: `live-${play}-${n}`, shopper })));
    }
  }
  const plays = [...Map.groupBy(judged, ({ task }) => task.id)];
  const wrong = plays.flatMap(([id, some]) => {
    const failed = some.filter(({ problems }) => problems.length > 0);
    const [first] = failed;
    if (!first) return [];
    return [`${id}: ${failed.length} of ${k} failed: ${first.problems.join("; ")} (${first.outcomes.join(", ")})`];
  });
  const counted = plays.map(([, some]) => {
    return { passed: some.filter(({ problems }) => problems.length === 0).length, plays: some.length };
  });
  const hats = passHats(counted, k).map((share, n) => `pass^${n + 1} ${(100 * share).toFixed(1)} %`);
  return [...wrong, `tau, live: ${tasks.length} mapped tasks, ${k} plays each: ${hats.join(", ")}`];
}

async function playWave(
  stage: Stage,
  db: TauDatabase,
  parts: readonly Part[],
  { name, shopper }: { name: string; shopper: Shopper },
): Promise<JudgedTask[]> {
  const { result, changes } = await onTauShop(stage, db, name, (scene) =>
    atOnce(parts, ({ task }) =>
      // One that comes to nothing is one that failed: the others are played on.
      playTask(scene, task, shopper).catch((error: unknown) => [`broke off: ${String(error)}`]),
    ),
  );
  return judgedBy(parts, { db, outcomes: result, changes });
}

/** Until she has nothing more to say, nobody answers her, or it has gone on for too long. */
async function playTask(scene: TauScene, task: TauTask, shopper: Shopper): Promise<string[]> {
  const user = scene.db.users[askerOf(task, scene.db) ?? ""];
  if (!user) return ["nobody asks"];
  const letters: { by: "customer" | "shop"; text: string }[] = [];
  const outcomes: string[] = [];
  while (outcomes.length < mostLetters) {
    const text = await shopper(task, letters);
    if (text === null) break;
    const told = await scene.desk.write(user, `Task ${task.id}`, text);
    outcomes.push(told.status);
    await settle(scene, task, told);
    if (told.reply === null) break;
    letters.push({ by: "customer", text }, { by: "shop", text: told.reply });
  }
  return outcomes;
}

/** What an order costs more or less is paid at the checkout, with the instrument that the task names. */
async function settle({ purse }: TauScene, { actions }: TauTask, { tools }: AnsweredTurn): Promise<void> {
  const edited = tools.filter(({ name, response }) => {
    return name === "confirm" && response.state === "done" && response.what === "order.edit";
  });
  for (const { response } of edited) {
    const isOf = ({ order_id }: Record<string, unknown>) =>
      `#${String(order_id).replace(/\D/g, "")}` === response.order;
    const action = actions.find(({ name, arguments: given }) => name === "modify_pending_order_items" && isOf(given));
    const method = action?.arguments.payment_method_id;
    if (typeof method === "string") await purse.settle(String(response.order), method);
  }
}

/** The first of the models that the environment names. */
async function modelShopper({ db }: Stage): Promise<Shopper> {
  const { id } = await createWorkspace(db, { name: "Shoppers" });
  const [model] = (await agentFor(systemContext(db, id, "evals"), "reply")).models;
  if (!model) throw new Error("There is no model to play the customers");
  return async ({ instruction }, letters) => {
    const written = letters.length === 0 ? "Nothing is written yet: begin." : JSON.stringify(letters, null, 1);
    const { text } = await model.respond(
      {
        ...{ instructions: `${rules}\n${instruction}`, items: [{ type: "text", text: written }] },
        ...{ tools: [], mayCallTools: false, output: null, maxOutputTokens: longestLetterTokens },
      },
      AbortSignal.timeout(patienceMs),
    );
    return text.includes(goodbye) || text.trim() === "" ? null : text.trim();
  };
}
