import { expect, test } from "@jest/globals";
import { getConnection } from "../../src/domain/connections/index.ts";
import { relayEvents } from "../../src/domain/events/index.ts";
import { claimJobs } from "../../src/domain/jobs/index.ts";
import { sendMessage } from "../../src/outbound/send.ts";
import { openLog } from "../../src/platform/log.ts";
import { startWorkers } from "../../workers/main.ts";
import { outbound } from "../../workers/outbound.ts";
import { settleJobs } from "../../workers/settle-jobs.ts";
import { control, shop } from "../sandbox/shop-mailbox.ts";
import { until } from "../support/until.ts";
import { anAnswer, receivedByMia } from "./answer.ts";

type Shop = Awaited<ReturnType<typeof anAnswer>>;

const revoke = () => control("POST", `gmail/${shop}/revoke`);
/** The merchant connects the mailbox again. */
async function reconnect(at: Shop) {
  await control("POST", `gmail/${shop}/restore`);
  await at.reconnect();
}
const connectionOf = ({ ctx, connectionId }: Shop) => getConnection(ctx, connectionId);

/** One round of the queue, as a worker does it. @returns what is left in it. */
async function workOff({ db }: Shop) {
  await relayEvents(db, [{ event: "message.queued", queue: "outbound", orderingField: "conversationId" }]);
  const tools = { db, log: openLog("silent") };
  const jobs = await claimJobs(db, { queue: "outbound", limit: 10, leaseMs: 60_000 });
  await settleJobs(tools, outbound, jobs, await outbound.run(tools, jobs));
  return db.system.sql<{ state: string; parkedOn: string | null }[]>`
    select state, parked_on as "parkedOn" from jobs where queue = 'outbound' order by position`;
}

test("an answer waits for a mailbox that was revoked, a person sees why, and it goes out when it is connected again", async () => {
  const at = await anAnswer();
  await revoke();
  expect(await workOff(at)).toEqual([{ state: "parked", parkedOn: at.connectionId }]);
  expect(await at.newest()).toMatchObject({ state: "queued", failure: null });
  const reason = "Google no longer accepts the mailbox's permission; connect it again";
  expect(await connectionOf(at)).toMatchObject({ state: "needs_attention", stateReason: reason });
  await at.answer("And one more thing.");
  expect(await workOff(at)).toHaveLength(2);
  await reconnect(at);
  while ((await workOff(at)).length > 0);
  expect(await connectionOf(at)).toMatchObject({ state: "active", stateReason: null });
  expect(receivedByMia().map(({ text }) => text.trim())).toEqual(["On its way!", "And one more thing."]);
});

test("an answer whose outcome is unknown waits too, and is looked up before it is sent again", async () => {
  const at = await anAnswer();
  await control("POST", "faults", { target: "gmail", path: "/messages/send", cut: "after" });
  await expect(sendMessage(at.ctx, { messageId: at.messageId })).rejects.toMatchObject({ outcomeUnknown: true });
  await revoke();
  expect(await workOff(at)).toEqual([{ state: "parked", parkedOn: at.connectionId }]);
  expect(await at.newest()).toMatchObject({ state: "sending" });
  await reconnect(at);
  expect(await workOff(at)).toEqual([]);
  expect(await at.newest()).toMatchObject({ state: "sent" });
  expect(receivedByMia()).toHaveLength(1);
});

test("running workers do the same by themselves", async () => {
  const at = await anAnswer();
  await revoke();
  const workers = startWorkers({ db: at.db, log: openLog("silent"), pollMs: 20 });
  try {
    await until(async () => (await connectionOf(at)).state === "needs_attention", { what: "the connection marked" });
    await reconnect(at);
    await until(async () => (await at.newest()).state === "sent", { what: "the answer sent" });
  } finally {
    await workers.stop();
  }
  expect(receivedByMia()).toHaveLength(1);
});

test("an answer whose job is given up says so, and a person may write again", async () => {
  const at = await anAnswer();
  const hopeless = { ...outbound, maxFailures: 1 };
  await control("POST", "faults", { target: "gmail", path: "/messages/send", status: 500 });
  await relayEvents(at.db, [{ event: "message.queued", queue: "outbound", orderingField: "conversationId" }]);
  const tools = { db: at.db, log: openLog("silent") };
  const jobs = await claimJobs(at.db, { queue: "outbound", limit: 10, leaseMs: 60_000 });
  await settleJobs(tools, hopeless, jobs, await hopeless.run(tools, jobs));
  const message = expect.stringContaining("Look in the mailbox before you write again");
  expect(await at.newest()).toMatchObject({ state: "failed", failure: { code: "gave_up", message } });
  expect(await at.db.system.sql`select state from jobs where queue = 'outbound'`).toMatchObject([{ state: "dead" }]);
});
