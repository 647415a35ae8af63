/**
 * An amount in the currency's own minor unit (cents, öre; yen has none), as the reader's language writes it.
 * An unknown currency code is shown as it is.
 */
export function money(amountMinor: number, currency: string, locale?: string): string {
  try {
    const format = new Intl.NumberFormat(locale, { style: "currency", currency });
    return format.format(amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
  } catch {
    return `${(amountMinor / 100).toFixed(2)} ${currency}`;
  }
}
