import { afterEach, describe, expect, test } from "@jest/globals";
import {
  getMessage,
  listMessages,
  markFailed,
  previewRecipients,
  reply,
  resendMessage,
} from "../../src/domain/conversations/index.ts";
import type { MailAddress } from "../../src/integrations/contract.ts";
import { sendMessage } from "../../src/outbound/send.ts";
import { useClock } from "../../src/platform/clock.ts";
import { control, inbox, mia, question } from "../sandbox/shop-mailbox.ts";
import { aMember } from "../support/factories.ts";
import { anAnswer, receivedByMia } from "./answer.ts";

let putBack = () => {};
afterEach(() => putBack());
const fails = (fault: object) => control("POST", "faults", { target: "gmail", path: "/messages/send", ...fault });

type Answer = Awaited<ReturnType<typeof anAnswer>>;
const resend = async ({ agent, messageId, newest }: Answer) =>
  resendMessage(agent, { messageId, lastSeenMessageId: (await newest()).id });
const queuedTimes = async ({ events }: Answer) => (await events("message.queued")).length;
/** As the worker does when it gives a message up. */
const giveUp = ({ ctx, messageId }: Answer) =>
  markFailed(ctx, { messageId, failure: { code: "gave_up", message: "It could not be sent" } });

describe("a reply that failed", () => {
  test("is sent again as the same message", async () => {
    const answer = await anAnswer();
    await fails({ status: 400 });
    await sendMessage(answer.ctx, answer);
    expect(await answer.newest()).toMatchObject({ state: "failed" });
    expect(await resend(answer)).toMatchObject({ id: answer.messageId, state: "queued", failure: null });
    await sendMessage(answer.ctx, answer);
    expect(await answer.newest()).toMatchObject({ id: answer.messageId, state: "sent" });
    expect(receivedByMia()).toHaveLength(1);
  });

  test("resent twice at once goes out once", async () => {
    const answer = await anAnswer();
    await fails({ status: 400 });
    await sendMessage(answer.ctx, answer);
    const both = await Promise.all([resend(answer), resend(answer)]);
    expect(both.map(({ state }) => state)).toEqual(["queued", "queued"]);
    expect(await queuedTimes(answer)).toBe(2);
    await sendMessage(answer.ctx, answer);
    await sendMessage(answer.ctx, answer);
    expect(receivedByMia()).toHaveLength(1);
    expect(await resend(answer)).toMatchObject({ state: "sent" });
    expect(await queuedTimes(answer)).toBe(2);
  });

  test("and had got through after all is found, also days later, and not sent a second time", async () => {
    const answer = await anAnswer();
    await control("PUT", "gmail/message-ids", { replaced: true });
    await fails({ cut: "after" });
    await expect(sendMessage(answer.ctx, answer)).rejects.toMatchObject({ outcomeUnknown: true });
    await giveUp(answer);
    putBack = useClock(() => new Date(Date.now() + 5 * 24 * 3_600_000));
    expect(await resend(answer)).toMatchObject({ state: "sending" });
    await sendMessage(answer.ctx, answer);
    expect(await answer.newest()).toMatchObject({ state: "sent" });
    expect(receivedByMia()).toHaveLength(1);
  });

  test("and may have got through is sent only when it stayed missing at the provider for a minute", async () => {
    const answer = await anAnswer();
    await fails({ cut: "before" });
    await expect(sendMessage(answer.ctx, answer)).rejects.toMatchObject({ outcomeUnknown: true });
    await giveUp(answer);
    await resend(answer);
    await expect(sendMessage(answer.ctx, answer)).rejects.toMatchObject({ outcomeUnknown: true, retryAfterMs: 60_000 });
    putBack = useClock(() => new Date(Date.now() + 61_000));
    await sendMessage(answer.ctx, answer);
    expect(receivedByMia()).toHaveLength(1);
  });

  test("is not sent again over something the person has not seen", async () => {
    const answer = await anAnswer();
    await fails({ status: 400 });
    await sendMessage(answer.ctx, answer);
    const seen = (await answer.newest()).id;
    await answer.answer("Another one");
    const again = { messageId: answer.messageId, lastSeenMessageId: seen };
    await expect(resendMessage(answer.agent, again)).rejects.toMatchObject({ details: { reason: "newer_messages" } });
    expect(await resendMessage(answer.agent, { ...again, force: true })).toMatchObject({ state: "queued" });
  });

  test("is left alone by who may only read", async () => {
    const answer = await anAnswer();
    const observer = await aMember(answer.ctx, "observer");
    const again = { messageId: answer.messageId, lastSeenMessageId: answer.messageId };
    await expect(resendMessage(observer, again)).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("recipients an author names", () => {
  const people = (...addresses: string[]): MailAddress[] => addresses.map((address) => ({ address, name: "" }));
  const jonas = "jonas.vik@mail.example";
  const sara = "sara.lindqvist@mail.example";
  const write = async (named: Partial<Record<"to" | "cc" | "bcc", MailAddress[]>>) => {
    const answer = await anAnswer();
    const { agent, conversationId, newest } = answer;
    const lastSeenMessageId = (await newest()).id;
    return {
      ...answer,
      message: await reply(agent, { conversationId, body: "All together", lastSeenMessageId, ...named }),
    };
  };

  test("get the mail; who gets a blind copy is known to nobody else, by header or by list", async () => {
    const { ctx, agent, message, conversationId, sync } = await write({ cc: people(jonas), bcc: people(sara) });
    await sendMessage(ctx, { messageId: message.id });
    for (const reader of [mia, jonas, sara]) {
      const mails = await inbox(reader);
      const got = mails.filter(({ payload }) => JSON.stringify(payload).includes(message.id));
      expect([reader, got.length, JSON.stringify(got).includes(sara)]).toEqual([reader, 1, reader === sara]);
      expect(got[0]!.payload!.headers!.some(({ name }) => name?.toLowerCase() === "bcc")).toBe(false);
    }
    expect(await getMessage(agent, message.id)).toMatchObject({ bcc: people(sara) });
    const { participants } = await previewRecipients(agent, conversationId);
    expect(participants.map(({ address }) => address)).toEqual([mia, jonas]);
    await sync();
    expect(await listMessages(agent, { conversationId, limit: 10 })).toHaveLength(3);
  });

  test("are taken once each, To before Cc before Bcc, and what is absent stays as usual", async () => {
    const { message } = await write({
      cc: people(jonas, "Jonas.Vik@mail.example", mia),
      bcc: people(jonas, sara),
    });
    expect([message.to, message.cc, message.bcc].map((list) => list!.map(({ address }) => address))).toEqual([
      [mia],
      [jonas],
      [sara],
    ]);
  });

  test.each([
    ["nobody in To", { to: [] }, "Name at least one person"],
    ["the mailbox itself", { cc: people("SUPPORT@nordlys.example") }, "the mailbox itself"],
    ["51 people", { cc: people(...Array.from({ length: 50 }, (_, n) => `p${n}@mail.example`)) }, "50 people at most"],
  ])("%s are refused", async (_, named, said) => {
    await expect(write(named)).rejects.toThrow(said);
  });

  test("cannot smuggle headers in through their names", async () => {
    const { ctx, message } = await write({ to: [{ address: mia, name: "Mia\r\nBcc: evil@mail.example\u202e" }] });
    expect(message.to).toEqual([{ address: mia, name: "Mia Bcc: evil@mail.example" }]);
    await sendMessage(ctx, { messageId: message.id });
    expect(receivedByMia()).toHaveLength(1);
    await question("Still there?");
  });
});
