import { describe, expect, test } from "@jest/globals";
import { splitQuote } from "../../../web/agent/src/conversation/split-quote.ts";
import { money } from "../../../web/agent/src/customer/money.ts";
import { status } from "../../../web/agent/src/customer/order-status.ts";

describe("quoted older mail", () => {
  test("is told apart with the line that introduces it, in any language", () => {
    expect(splitQuote("Any news?\n\nOn Mon, 12 May 2025, Ada wrote:\n> Hi Mia\n>\n> soon")).toEqual({
      own: "Any news?",
      quoted: "On Mon, 12 May 2025, Ada wrote:\n> Hi Mia\n>\n> soon",
    });
    expect(splitQuote("Danke!\n\nAm 12.05.2025 um 10:12 schrieb Ada\n<support@nordlys.example>:\n> Hallo").own).toBe(
      "Danke!",
    );
    expect(splitQuote("Thanks\n\n-----Original Message-----\nFrom: Ada").own).toBe("Thanks");
  });

  test("answers between quoted lines stay visible", () => {
    const text = "> When?\nTomorrow.\n> Where?\nAt home.";
    expect(splitQuote(text)).toEqual({ own: text, quoted: "" });
  });

  test("a message that is only a quote is shown whole", () => {
    expect(splitQuote("> Hi Mia")).toEqual({ own: "> Hi Mia", quoted: "" });
  });
});

describe("money", () => {
  test("follows the currency's own minor unit", () => {
    expect(money(6480, "EUR", "en-IE")).toBe("€64.80");
    expect(money(6480, "JPY", "en-US")).toBe("¥6,480");
    expect(money(64800, "KWD", "en-US")).toMatch(/64\.800$/);
  });

  test("an unknown currency is still shown", () => {
    expect(money(6480, "??")).toBe("64.80 ??");
  });
});

test("the shop's states are put in words, known or not", () => {
  expect(status("PARTIALLY_REFUNDED")).toEqual({ label: "Partially refunded", color: "orange" });
  expect(status("something_new")).toEqual({ label: "Something new", color: "gray" });
  expect(status(null)).toBeNull();
});
