import { describe, expect, test } from "@jest/globals";
import { replySubject } from "../../../src/domain/conversations/rules.ts";

describe("the subject of an answer", () => {
  test.each([
    ["Where is my order?", "Re: Where is my order?"],
    ["Re: Where is my order?", "Re: Where is my order?"],
    ["RE : AW[2]: Sv:vs:  Order", "Re: Order"],
    ["Re[4] : Re: Order", "Re: Order"],
    ["Order\r\n\t about:  candles", "Re: Order about: candles"],
    ["Refund: re: candle", "Re: Refund: re: candle"],
    ["", "Re: your message"],
    ["Re: ", "Re: your message"],
  ])("of %j is %j", (subject, expected) => {
    expect(replySubject(subject)).toBe(expected);
  });

  test("fits on a line of a mail, and ends with a whole character", () => {
    expect(replySubject("x".repeat(5000))).toHaveLength(998);
    const candles = replySubject(`x${"🕯".repeat(5000)}`);
    expect([candles.length, candles.isWellFormed()]).toEqual([997, true]);
  });

  test.each([
    ["re and blanks", `re${" ".repeat(1_000_000)}`],
    ["blanks", `${" ".repeat(1_000_000)}x`],
    ["prefixes", "re: ".repeat(250_000)],
    ["numbers", `re[${"1".repeat(1_000_000)}`],
    ["brackets", "re[1] ".repeat(170_000)],
  ])("is made in no time from a million characters of %s", (_, subject) => {
    const start = process.cpuUsage();
    replySubject(subject);
    expect(process.cpuUsage(start).user).toBeLessThan(500_000);
  });
});
