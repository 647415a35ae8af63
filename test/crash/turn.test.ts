import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, jest, test } from "@jest/globals";
import { scheduleRun } from "../../src/domain/automation/index.ts";
import { listMessages } from "../../src/domain/conversations/index.ts";
import { type Database, openDatabase } from "../../src/platform/db.ts";
import { aConversation, guide, sendsAll } from "../ai/turn.ts";
import { closeAtEnd } from "../support/close-at-end.ts";
import { freshUrls, testSealKey } from "../support/database.ts";
import { until } from "../support/until.ts";

jest.setTimeout(150_000);

const script = fileURLToPath(new URL("./turn-process.ts", import.meta.url));
const children = new Set<ChildProcess>();
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
  children.clear();
});

/**
 * With an answer that is not written down yet, when what it asked for was looked up, with the last answer before it is a
 * draft, and when all is written but the job is not done.
 */
const points = ["after-1", "before-2", "after-3", "end-0"];

/** When an answer was sent at once, when people were given it, before an answer is sent at its moment, and after. */
const sendingPoints = ["end-sent", "end-handed_over", "before-send", "after-send"];

const allPoints = [...points, ...sendingPoints];

/** Conversations of shops whose AI sends by itself: at once, to people, and after a pause. */
async function sendingTurns(db: Database) {
  const letters = {
    sent: ["Where is #1042?", sendsAll],
    handed: ["I want to speak to a human!", sendsAll],
    reviewed: ["Where is #1042?", { ...sendsAll, mode: "review" }],
  } as const;
  const made = Object.entries(letters).map(async ([name, [text, rule]]) => {
    const conversation = await aConversation(db, { text });
    const { system, conversationId } = conversation;
    await guide(system, { modes: [rule] });
    await scheduleRun(system, { conversationId, delayMs: 0 });
    return [name, conversation] as const;
  });
  return Object.fromEntries(await Promise.all(made));
}

test("a worker killed anywhere in a turn: one draft, one answer, one hand-over, nothing is asked again that was told, and no run is left", async () => {
  const urls = { ...(await freshUrls()), sealKeys: testSealKey };
  const db = openDatabase({ ...urls, maxConnections: 5 });
  closeAtEnd(() => db.close());
  const sending = await sendingTurns(db);
  const turns = [];
  for (const point of points) {
    const conversation = await aConversation(db, { text: `Where is #1042? Die at ${point}, please.` });
    const { system, conversationId } = conversation;
    await scheduleRun(system, { conversationId, delayMs: 0 });
    turns.push({ point, conversation });
  }
  const deaths = await mkdtemp(join(tmpdir(), "turn-"));
  closeAtEnd(() => rm(deaths, { recursive: true, force: true }));
  const lines: string[] = [];
  let isOver = false;
  const aWorker = async () => {
    while (!isOver) {
      const given = JSON.stringify({ ...urls, deaths });
      const child = spawn(process.execPath, [script, given], { stdio: ["ignore", "pipe", "inherit"] });
      children.add(child);
      child.stdout.on("data", (data) => lines.push(...String(data).trim().split("\n")));
      await once(child, "close");
    }
  };
  // The second one is ready when the first one dies.
  const workers = [aWorker(), aWorker()];
  const killed = () => readdir(deaths);
  const left = async () => {
    // Its pause is over.
    await db.system.sql`update jobs set run_at = now() where name = 'draft.send' and run_at > now()`;
    const [row] = await db.system.sql<
      { n: number }[]
    >`select count(*)::int as n from jobs where queue = 'ai' and state <> 'done'`;
    return row!.n;
  };
  await until(async () => (await left()) === 0 && (await killed()).length === allPoints.length, {
    timeoutMs: 90_000,
    what: "all turns to end and every worker to have died where it should",
  });
  isOver = true;
  for (const child of children) child.kill("SIGKILL");
  await Promise.all(workers);

  expect((await killed()).toSorted()).toEqual(allPoints.toSorted());
  for (const [name, conversation] of Object.entries(sending)) {
    const { agent, conversationId } = conversation;
    const messages = (await listMessages(agent, { conversationId, limit: 20 })).toReversed();
    const kinds = messages.map(({ kind, author }) => `${kind} ${author.type}`);
    const note = name === "handed" ? ["note ai"] : [];
    expect(kinds).toEqual(["customer customer", "reply ai", ...note]);
    expect(await conversation.runs()).toMatchObject([{ status: name === "handed" ? "handed_over" : "sent" }]);
    const told = (await conversation.events()).filter((event) =>
      /handed_over$|^message\.queued|^draft\.held/.test(event),
    );
    expect(told).toEqual(["message.queued", ...(name === "handed" ? ["conversation.handed_over"] : [])]);
  }
  for (const { point, conversation } of turns) {
    const [run] = await conversation.runs();
    expect(run).toMatchObject({ status: "drafted", inputTokens: 30, outputTokens: 15, costMicros: 21 });
    expect((await conversation.draft()).body).toContain("#1042");
    const steps = await conversation.steps(run!);
    expect(steps.map(({ kind }) => kind)).toEqual(["model", "tool", "tool", "model", "tool", "model"]);
    expect(steps.map(({ replay }) => replay)).toEqual(Array(6).fill(null));
    const told = (await conversation.events()).filter((name) => /^(?:run|draft)\./.test(name));
    expect(told.toSorted()).toEqual(["draft.written", "run.finished", "run.started"]);
    // Only a question whose answer was lost with its worker is asked twice.
    const lost = /^after-(\d)$/.exec(point)?.[1];
    const asked = lines.flatMap((line) => (line.startsWith(`asked ${point} `) ? [line.at(-1)!] : []));
    expect(asked.toSorted()).toEqual(["1", "2", "3", ...(lost ? [lost] : [])].toSorted());
  }
});
