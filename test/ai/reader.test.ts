import { expect, test } from "@jest/globals";
import { mayRead, readerOf } from "../../src/ai/reader.ts";

const wrote = (address: string) => ({ kind: "customer" as const, from: { address, name: "" }, to: [] });
const chat = { channel: "chat" as const };

test("a visitor reads what is between her and the shop, and who is vouched for reads all of it", () => {
  const [visitor, known] = [wrote("visitor-1"), wrote("mia@mail.example")];
  const reader = readerOf(chat, { ...visitor, senderVerified: false });
  expect([mayRead(reader, visitor), mayRead(reader, known)]).toEqual([true, false]);
  const vouchedFor = readerOf(chat, { ...known, senderVerified: true });
  expect([mayRead(vouchedFor, visitor), mayRead(vouchedFor, known)]).toEqual([true, true]);
});

test("in a chat nobody reads anything where it is not known whose message is answered", () => {
  const reader = readerOf(chat, undefined);
  expect([mayRead(reader, wrote("mia@mail.example")), mayRead(reader, wrote(""))]).toEqual([false, false]);
});
