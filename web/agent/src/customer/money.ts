/**
 * An amount in the currency's own minor unit (cents, öre; yen has none), as the reader's language writes it.
 * An unknown currency code is shown as it is.
 */
export function money(amountMinor: number, currency: string, locale?: string): string {
  try {
    const decimals = decimalsOf(currency);
    const shown = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    return new Intl.NumberFormat(locale, { style: "currency", currency, ...shown }).format(
      amountMinor / 10 ** decimals,
    );
  } catch {
    return `${(amountMinor / 100).toFixed(2)} ${currency}`;
  }
}

/**
 * How many digits a currency has after the point: 2 of the euro, none of the yen, 3 of the dinar. Written out as on the
 * server: of some, forints among them, browsers say different things.
 */
function decimalsOf(currency: string): number {
  if (none.has(currency)) return 0;
  return three.has(currency) ? 3 : 2;
}

const none: ReadonlySet<string> = new Set(
  "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" "),
);
const three: ReadonlySet<string> = new Set("BHD IQD JOD KWD LYD OMR TND".split(" "));

/**
 * "12,5" as 1250 cents: digits, and a point or comma before at most as many as the currency has.
 * @returns null for anything else.
 */
export function minorOf(text: string, currency: string): number | null {
  const decimals = decimalsOf(currency);
  const [, whole, fraction = ""] = /^\s*(\d{1,12})(?:[.,](\d*))?\s*$/.exec(text) ?? [];
  if (whole === undefined || fraction.length > decimals) return null;
  return Number(whole + fraction.padEnd(decimals, "0"));
}

/** An amount as one types it: "12.50". */
export function typedMoney(minor: number, currency: string): string {
  const decimals = decimalsOf(currency);
  const digits = String(minor).padStart(decimals + 1, "0");
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
