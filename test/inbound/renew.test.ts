import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { listConnections, requestRenewal } from "../../src/domain/connections/index.ts";
import { claimJobs } from "../../src/domain/jobs/index.ts";
import { renewConnection } from "../../src/inbound/renew.ts";
import { useClock } from "../../src/platform/clock.ts";
import { openLog } from "../../src/platform/log.ts";
import { settleJobs } from "../../workers/settle-jobs.ts";
import { sync } from "../../workers/sync.ts";
import { control, sandbox, shop } from "../sandbox/shop-mailbox.ts";
import { aMailboxShop } from "./mailbox-shop.ts";

let putClockBack = () => {};
const dayMs = 24 * 3_600_000;
const mailbox = () => sandbox.state.gmail.mailboxes.get(shop)!;
beforeEach(() => {
  mailbox().watch = null;
});
afterEach(() => putClockBack());

type Shop = Awaited<ReturnType<typeof aMailboxShop>>;
const connectionOf = async ({ ctx }: Shop) => (await listConnections(ctx))[0]!;

/** What the queue of this connection holds is done, until there is nothing left. */
async function work(at: Shop) {
  await at.jobs("connection.connected");
  const tools = { db: at.db, log: openLog("silent") };
  for (;;) {
    const jobs = await claimJobs(at.db, { queue: "sync", limit: 10, leaseMs: 60_000 });
    if (jobs.length === 0) return;
    await settleJobs(tools, sync, jobs, await sync.run(tools, jobs));
  }
}

test("connecting a mailbox starts its watch, so that Gmail tells what is new", async () => {
  const at = await aMailboxShop();
  await work(at);
  expect(mailbox().watch).toMatchObject({ topicName: "projects/sandbox/topics/gmail", labelIds: ["INBOX"] });
  expect(await connectionOf(at)).toMatchObject({ state: "active", stateReason: null });
});

test("the watch is renewed once a day, however often the clock asks", async () => {
  const at = await aMailboxShop();
  await work(at);
  const { connectionId } = at;
  const before = mailbox().watch!.expiresAtMs;
  const ask = () => requestRenewal(at.ctx, { connectionId });
  await ask();
  expect(await at.jobs("none")).toHaveLength(0);
  putClockBack = useClock(() => new Date(Date.now() + dayMs + 1000));
  await Promise.all([ask(), ask(), ask()]);
  expect(await at.jobs("none")).toEqual([{ name: "connection.renew" }]);
  await work(at);
  expect(mailbox().watch!.expiresAtMs).toBeGreaterThanOrEqual(before + dayMs);
});

test("a watch that Gmail refuses is shown beside the connection until it is accepted, and mail comes all the same", async () => {
  const at = await aMailboxShop();
  const message = "Error sending test message to Cloud PubSub : User not authorized to perform this action.";
  const error = { code: 403, message, errors: [{ message, reason: "forbidden" }], status: "PERMISSION_DENIED" };
  const body = JSON.stringify({ error });
  await control("POST", "faults", { target: "gmail", path: "/watch", status: 403, body, times: "always" });
  await work(at);
  expect(await connectionOf(at)).toMatchObject({
    state: "active",
    stateReason: expect.stringMatching(/^Gmail does not tell us at once what is new.*\(403\)$/),
    lastSyncedAt: expect.any(Date),
  });
  await control("DELETE", "faults");
  await renewConnection(at.ctx, { connectionId: at.connectionId });
  expect(await connectionOf(at)).toMatchObject({ state: "active", stateReason: null });
});

test("a revoked grant found while renewing marks the connection; reconnecting renews at once", async () => {
  const at = await aMailboxShop();
  await control("POST", `gmail/${shop}/revoke`);
  await work(at);
  expect(await connectionOf(at)).toMatchObject({ state: "needs_attention", stateReason: expect.any(String) });
  await control("POST", `gmail/${shop}/restore`);
  await at.reconnect();
  await work(at);
  expect(await connectionOf(at)).toMatchObject({ state: "active", stateReason: null });
  expect(mailbox().watch).not.toBeNull();
});
