import { fractionDigits } from "../../platform/currency.ts";

/**
 * "12.50" EUR → 1250; "300" JPY → 300; "1.234" KWD → 1234. Digits beyond the currency's own are rounded half up.
 * No floats: amounts beyond what a JS number holds exactly are an error.
 *
 * @throws RangeError for text that is no decimal number, or too large.
 */
export function minorUnits(amount: string, currency: string): number {
  const [, sign, whole = "", fraction = ""] = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(amount.trim()) ?? [];
  if (sign === undefined) throw new RangeError(`"${amount}" is not a decimal amount`);
  const digits = fractionDigits(currency);
  const kept = BigInt(whole + fraction.slice(0, digits).padEnd(digits, "0"));
  const rounded = kept + (fraction.charAt(digits) >= "5" ? 1n : 0n);
  const minor = Number(sign === "-" ? -rounded : rounded);
  if (!Number.isSafeInteger(minor)) throw new RangeError(`"${amount}" ${currency} is too large`);
  return minor;
}

/** 1250 EUR → "12.50"; 300 JPY → "300"; -5 KWD → "-0.005". */
export function decimalAmount(minor: number, currency: string): string {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`${minor} is not an amount of minor units`);
  const digits = fractionDigits(currency);
  const text = String(Math.abs(minor)).padStart(digits + 1, "0");
  const whole = `${minor < 0 ? "-" : ""}${text.slice(0, text.length - digits)}`;
  return digits === 0 ? whole : `${whole}.${text.slice(-digits)}`;
}
