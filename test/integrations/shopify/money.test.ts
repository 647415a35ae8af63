import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { decimalAmount, minorUnits } from "../../../src/integrations/shopify/money.ts";
import { minorOf, money, typedMoney } from "../../../web/agent/src/customer/money.ts";

test.each([
  ["12.50", "EUR", 1250],
  ["12.5", "EUR", 1250],
  ["0.07", "USD", 7],
  ["300", "JPY", 300],
  ["300.0", "JPY", 300],
  ["1.234", "KWD", 1234],
  ["1.5", "KWD", 1500],
  ["-4.10", "EUR", -410],
  ["10.555", "EUR", 1056],
  ["0.29", "XXQ", 29],
  ["90071992547409.91", "EUR", 9007199254740991],
])("%s %s is %d minor units", (amount, currency, minor) => {
  expect(minorUnits(amount, currency)).toBe(minor);
});

test.each(["", "abc", "1,50", "1e3", "--1", "90071992547409.92"])("%p is no amount", (amount) => {
  expect(() => minorUnits(amount, "EUR")).toThrow(RangeError);
});

test("every amount of cents comes back exactly", () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (cents) => {
      const digits = String(cents).padStart(3, "0");
      expect(minorUnits(`${digits.slice(0, -2)}.${digits.slice(-2)}`, "EUR")).toBe(cents);
    }),
  );
});

test.each(["HUF", "COP", "IDR", "PKR"])(
  "%s has the decimals of ISO 4217, whatever a runtime leaves away",
  (currency) => {
    expect(minorUnits("76491.5", currency)).toBe(7_649_150);
    expect(decimalAmount(7_649_150, currency)).toBe("76491.50");
  },
);

test("what a person types and what the shop is sent are the same amount, in every currency", () => {
  for (const currency of Intl.supportedValuesOf("currency")) {
    const minor = minorOf("5000", currency);
    expect([currency, minor]).toEqual([currency, minorUnits("5000", currency)]);
    expect(money(minor!, currency, "en").replace(/\D/g, "")).toMatch(/^50000{0,3}$/);
    expect(minorOf(typedMoney(minor!, currency), currency)).toBe(minor);
  }
});
