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

/** ISO 4217's number of decimals; 2 for a code nobody knows. */
function fractionDigits(currency: string): number {
  try {
    return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}
