import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { beginSending, returnToQueue } from "../../src/domain/conversations/index.ts";
import { sendMessage } from "../../src/outbound/send.ts";
import { now, useClock as setClock } from "../../src/platform/clock.ts";
import { control } from "../sandbox/shop-mailbox.ts";
import { anAnswer, receivedByMia } from "./answer.ts";

let putClockBack = () => {};
beforeEach(() => later(0));
afterEach(() => putClockBack());
/** The clock stands still, and here it is moved on. */
function later(ms: number) {
  const at = now().getTime() + ms;
  putClockBack();
  putClockBack = setClock(() => new Date(at));
}

const fails = (path: string, fault: object) => control("POST", "faults", { target: "gmail", path, ...fault });
const sends = "/messages/send";
const search = "/\\/messages$/";
const settlingMs = 60_000;

describe("an answer whose acceptance was cut off", () => {
  test("is found at the provider and not sent again", async () => {
    const { ctx, messageId, newest } = await anAnswer();
    await fails(sends, { cut: "after" });
    await expect(sendMessage(ctx, { messageId })).rejects.toMatchObject({ outcomeUnknown: true });
    expect(await newest()).toMatchObject({ state: "sending" });
    await sendMessage(ctx, { messageId });
    expect(await newest()).toMatchObject({ state: "sent" });
    expect(receivedByMia()).toHaveLength(1);
  });

  test.each([
    ["the look-up fails", { status: 503 }, {}],
    ["the look-up is refused", { status: 400 }, { outcomeUnknown: true }],
    ["the look-up is told to wait", { status: 429, retryAfterSeconds: 5 }, { retryAfterMs: 5000 }],
    ["the look-up is cut off", { cut: "before" }, {}],
  ])("is not sent again while %s", async (_, fault, error) => {
    const { ctx, messageId, newest } = await anAnswer();
    await fails(sends, { cut: "after" });
    await expect(sendMessage(ctx, { messageId })).rejects.toBeDefined();
    await fails(search, fault);
    await expect(sendMessage(ctx, { messageId })).rejects.toMatchObject({ code: "provider_unavailable", ...error });
    expect(await newest()).toMatchObject({ state: "sending", failure: null });
    await sendMessage(ctx, { messageId });
    expect(await newest()).toMatchObject({ state: "sent" });
    expect(receivedByMia()).toHaveLength(1);
  });

  test("is not sent again because the search has not caught up with it", async () => {
    const { ctx, messageId, newest } = await anAnswer();
    await fails(sends, { cut: "after" });
    await expect(sendMessage(ctx, { messageId })).rejects.toBeDefined();
    for (const waitMs of [settlingMs, 15_000]) {
      await fails(search, { body: "{}", times: 2 });
      const asked = { outcomeUnknown: true, retryAfterMs: waitMs };
      await expect(sendMessage(ctx, { messageId })).rejects.toMatchObject(asked);
      later(settlingMs - 15_000);
    }
    await sendMessage(ctx, { messageId });
    expect(await newest()).toMatchObject({ state: "sent", missingSince: null });
    expect(receivedByMia()).toHaveLength(1);
  });

  test("stays sent when its copy in the mailbox says so while the look-up fails", async () => {
    const { ctx, messageId, newest, sync } = await anAnswer();
    await fails(sends, { cut: "after" });
    await expect(sendMessage(ctx, { messageId })).rejects.toBeDefined();
    await beginSending(ctx, messageId);
    await sync();
    await returnToQueue(ctx, messageId);
    expect(await newest()).toMatchObject({ state: "sent" });
    await sendMessage(ctx, { messageId });
    expect(receivedByMia()).toHaveLength(1);
  });
});

describe("an answer that was cut off before it was accepted", () => {
  test("is sent again only when it stayed missing for a minute, and once", async () => {
    const { ctx, messageId, newest } = await anAnswer();
    await fails(sends, { cut: "before" });
    await expect(sendMessage(ctx, { messageId })).rejects.toMatchObject({ outcomeUnknown: true });
    await expect(sendMessage(ctx, { messageId })).rejects.toMatchObject({ retryAfterMs: settlingMs });
    expect(receivedByMia()).toHaveLength(0);
    later(settlingMs);
    await sendMessage(ctx, { messageId });
    expect(await newest()).toMatchObject({ state: "sent" });
    expect(receivedByMia()).toHaveLength(1);
  });

  test("and whose second attempt is cut off too needs two misses again", async () => {
    const { ctx, messageId } = await anAnswer();
    await fails(sends, { cut: "before" });
    await expect(sendMessage(ctx, { messageId })).rejects.toBeDefined();
    await expect(sendMessage(ctx, { messageId })).rejects.toMatchObject({ retryAfterMs: settlingMs });
    later(settlingMs);
    await fails(sends, { cut: "after" });
    await expect(sendMessage(ctx, { messageId })).rejects.toMatchObject({ outcomeUnknown: true });
    await fails(search, { body: "{}", times: 2 });
    await expect(sendMessage(ctx, { messageId })).rejects.toMatchObject({ retryAfterMs: settlingMs });
    await sendMessage(ctx, { messageId });
    expect(receivedByMia()).toHaveLength(1);
  });
});

test("a Message-ID that could not be read back is filled in by the copy in the mailbox", async () => {
  const { ctx, messageId, newest, sync, events } = await anAnswer();
  await fails("/\\/messages\\/[0-9a-f]+$/", { status: 503 });
  await sendMessage(ctx, { messageId });
  expect(await newest()).toMatchObject({ state: "sent", rfcMessageId: null });
  await sync();
  expect(await newest()).toMatchObject({ state: "sent", rfcMessageId: receivedByMia()[0]!.messageId });
  expect(await events("message.sent")).toHaveLength(1);
});
