import { afterEach, describe, expect, test } from "@jest/globals";
import { notifyConnection } from "../../src/domain/connections/index.ts";
import { useClock } from "../../src/platform/clock.ts";
import { control, mia, question, shop } from "../sandbox/shop-mailbox.ts";
import { aMailboxShop } from "./mailbox-shop.ts";

let putClockBack = () => {};
afterEach(() => putClockBack());

const arrives = (subject: string, text: string, atMs: number, headers: string[] = []) => {
  const lines = [`From: ${mia}`, `To: ${shop}`, `Subject: ${subject}`, ...headers, "", text];
  return control("POST", `gmail/${shop}/raw?at=${atMs}`, lines.join("\r\n"));
};
const minuteMs = 60_000;

describe("a full sync", () => {
  test("over several pages keeps a thread's order, so that an answered question is not taken for a new one", async () => {
    const at = await aMailboxShop();
    const start = Date.now() - 5 * 24 * 60 * minuteMs;
    await arrives("Long thread", "Where is it?", start, ["Message-ID: <1@mail.example>"]);
    for (let n = 0; n < 60; n++) await arrives(`Other ${n}`, "Hello", start + n * minuteMs);
    const answer = ["In-Reply-To: <1@mail.example>", "References: <1@mail.example>"];
    await arrives("Re: Long thread", "Never mind, it arrived", Date.now(), answer);
    expect(await at.pull()).toBe(false);
    await at.ingest();
    const { row, texts } = await at.conversation("Long thread");
    expect(texts).toEqual(["Where is it?", "Never mind, it arrived"]);
    expect(row).toMatchObject({ lastMessagePreview: "Never mind, it arrived", messageCount: 2 });
    expect(await at.events("message.received")).toHaveLength(62);
  }, 30_000);

  test("after an expired cursor is announced, brings what was missed and nothing twice", async () => {
    const at = await aMailboxShop();
    await question("Before");
    await at.pull();
    await at.ingest();
    expect(await at.events("connection.started_over")).toEqual([]);
    await question("Missed");
    await control("POST", `gmail/${shop}/expire-history`);
    await at.pull();
    await at.ingest();
    expect(await at.events("connection.started_over")).toMatchObject([{ data: { connectionId: at.connectionId } }]);
    expect(await at.events("message.received")).toHaveLength(2);
  });
});

describe("notices", () => {
  const notify = (at: Awaited<ReturnType<typeof aMailboxShop>>) =>
    notifyConnection(at.ctx, { connectionId: at.connectionId });

  test("make one pull however many come, and another once it has begun", async () => {
    const at = await aMailboxShop();
    for (let n = 0; n < 20; n++) await notify(at);
    await Promise.all(Array.from({ length: 10 }, () => notify(at)));
    expect(await at.events("connection.notified")).toHaveLength(1);
    await at.pull();
    await notify(at);
    expect(await at.events("connection.notified")).toHaveLength(2);
  });

  test("are not swallowed for ever by a pull that never came", async () => {
    const at = await aMailboxShop();
    await notify(at);
    putClockBack = useClock(() => new Date(Date.now() + 11 * minuteMs));
    await notify(at);
    expect(await at.events("connection.notified")).toHaveLength(2);
  });

  test("about a connection of another shop are refused", async () => {
    const [at, other] = [await aMailboxShop(), await aMailboxShop()];
    const asked = notifyConnection(at.ctx, { connectionId: other.connectionId });
    await expect(asked).rejects.toMatchObject({ code: "not_found" });
  });
});
