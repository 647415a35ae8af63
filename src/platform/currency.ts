/**
 * Decimals of a currency by ISO 4217; 2 for a code nobody knows. Written out, for `Intl` says what people leave away
 * when they write an amount, another thing from one runtime to the next: some would make 5,000 of 50 forints.
 * `web/agent/src/customer/money.ts` holds the same.
 */
export function fractionDigits(currency: string): number {
  if (none.has(currency)) return 0;
  return three.has(currency) ? 3 : 2;
}

const none: ReadonlySet<string> = new Set(
  "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" "),
);
const three: ReadonlySet<string> = new Set("BHD IQD JOD KWD LYD OMR TND".split(" "));
