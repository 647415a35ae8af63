import { changesBetween, differences, expectedChanges } from "../../proof/tau/compare.ts";
import type { TauAction, TauDatabase, TauTask } from "../../proof/tau/data.ts";
import { projected } from "../../proof/tau/project.ts";
import { openPurse, type Purse } from "../../proof/tau/purse.ts";
import { tauShop } from "../../proof/tau/shop.ts";
import { ownerOf, type Part } from "../../proof/tau/waves.ts";
import { createShops } from "../../sandbox/shopify/state.ts";
import type { Stage } from "../stage.ts";
import { type AgentStep, type Agents, agentsModel, confirming, proposing } from "./agent.ts";
import { callFor } from "./calls.ts";
import { type AnsweredTurn, openTauDesk, type TauDesk } from "./desk.ts";

export interface JudgedTask {
  task: TauTask;
  /** Of each action that changes something: done, not done and why, or that no tool is for it. */
  outcomes: string[];
  /** Where the shop is not as it should be. */
  problems: string[];
}

/** What the AI's tools do not carry: the reason and the instrument she names are the staff's notes in τ-bench. */
const notCarried = / (?:cancel_reason|return_payment_method_id|exchange_payment_method_id): /;
const plenty = { size: 10_000_000, available: 10_000_000, restorePerSecond: 1_000_000 };
const atATime = 8;

export interface TauScene {
  desk: TauDesk;
  purse: Purse;
  db: TauDatabase;
  agents: Agents;
}

/** Opens a merchant with a fresh shop of τ-bench, and gives what has changed in it at the end. */
export async function onTauShop<T>(
  stage: Stage,
  db: TauDatabase,
  name: string,
  work: (scene: TauScene) => Promise<T>,
): Promise<{ result: T; changes: Map<string, string> }> {
  const { state } = stage.sandbox;
  const domain = `tau-${name}.myshopify.com`;
  const shop = createShops([tauShop(db, domain)], state.app.scopes).get(domain);
  if (!shop) throw new Error("The shop was not made");
  Object.assign(shop.bucket, plenty);
  shop.jobMs = 10;
  state.shops.set(domain, shop);
  const before = projected(shop, db);
  const desk = await openTauDesk(stage, domain);
  const agents: Agents = new Map();
  state.model.players.set(desk.model, agentsModel(agents));
  try {
    const result = await work({ desk, purse: openPurse(stage.sandbox, domain), db, agents });
    return { result, changes: changesBetween(before, projected(shop, db)) };
  } finally {
    state.model.players.delete(desk.model);
    state.shops.delete(domain);
  }
}

/** All tasks of a wave in one shop, side by side: each customer writes, is asked, agrees. */
export async function playTools(
  stage: Stage,
  db: TauDatabase,
  parts: readonly Part[],
  n: number,
): Promise<JudgedTask[]> {
  const { result: played, changes } = await onTauShop(stage, db, `wave-${n}`, (scene) =>
    atOnce(parts, ({ task }) => playTask(scene, task)),
  );
  return judgedBy(parts, { db, outcomes: played, changes });
}

/** What is different in the shop, held against what each task should have changed of its own people's. */
export function judgedBy(
  parts: readonly Part[],
  { db, outcomes, changes }: { db: TauDatabase; outcomes: readonly string[][]; changes: Map<string, string> },
): JudgedTask[] {
  return parts.map(({ task, users }, i) => {
    const found = new Map([...changes].filter(([key]) => users.has(ownerOf(key, db) ?? "")));
    const problems = differences(expectedChanges(task.expected_diff), found);
    return { task, outcomes: outcomes[i] ?? [], problems: problems.filter((problem) => !notCarried.test(problem)) };
  });
}

async function playTask(scene: TauScene, task: TauTask): Promise<string[]> {
  const outcomes: string[] = [];
  for (const [n, action] of task.actions.entries()) {
    if (action.write) outcomes.push(await playAction(scene, action, `Task ${task.id} step ${n}`));
  }
  return outcomes;
}

async function playAction(scene: TauScene, action: TauAction, subject: string): Promise<string> {
  const { db, purse } = scene;
  const call = callFor(action, db);
  if (!call) return "no tool";
  const user = db.users[db.orders[String(action.arguments.order_id)]?.user_id ?? ""];
  if (!user) return "nobody has this order";
  const { orderName, method } = call;
  if (action.name.startsWith("return") && method && !(await purse.canBeRefunded(orderName, user, method))) {
    return "not proposed: no refund there";
  }
  const told = await turn(scene, subject, proposing(orderName, call.name, call.arguments), () =>
    scene.desk.write(user, subject, `Please help me with my order ${orderName}.`),
  );
  const proposed = toolResult(told, call.name);
  if (typeof proposed.proposal !== "string") return `refused: ${proposed.code ?? told.reason ?? "no answer"}`;
  if (told.status === "failed") return `failed: ${told.reason}`;
  const due = Number(String(proposed.stillToPay ?? "0").replace(/[^\d.]/g, ""));
  if (method && !(await purse.covers(user, method, Math.round(due * 100)))) return "not confirmed: payment declined";
  const done = await turn(scene, subject, confirming(proposed.proposal), () =>
    scene.desk.write(user, subject, "Yes, please."),
  );
  const { state, code } = toolResult(done, "confirm");
  if (state !== "done") return `refused: ${code ?? state ?? done.reason}`;
  if (action.name === "modify_pending_order_items" && method) await purse.settle(orderName, method);
  return "done";
}

/** @param subject what the agent knows the conversation by. */
export async function turn(
  { agents }: TauScene,
  subject: string,
  steps: readonly AgentStep[],
  write: () => Promise<AnsweredTurn>,
): Promise<AnsweredTurn> {
  agents.set(subject, steps);
  return write();
}

export function toolResult({ tools }: AnsweredTurn, name: string): Record<string, unknown> {
  return tools.findLast((tool) => tool.name === name)?.response ?? {};
}

export async function atOnce<T, R>(rows: readonly T[], act: (row: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const one = async () => {
    for (let i = next++; i < rows.length; i = next++) results[i] = await act(rows[i]!);
  };
  await Promise.all(Array.from({ length: atATime }, one));
  return results;
}
