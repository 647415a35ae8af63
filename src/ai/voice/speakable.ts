/** Written words made fit to be read aloud. Pure. */

const link = /(?:https?:\/\/|www\.)[^\s<>"'()[\]]+/gi;
const emailAddress = /[\p{L}\d._%+-]+@(?:[\p{L}\d-]+\.)+\p{L}{2,}/gu;

/**
 * Takes out what a voice stumbles over (links, addresses, marks of lists and headings), spells order and other long
 * numbers digit by digit, and turns "69.80 EUR" and "2026-11-23" into what the language says.
 */
export function speakable(text: string, language: string): string {
  const plain = text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(link, "")
    .replace(emailAddress, "")
    .replace(/^[ \t]*(?:[-*•–]|\d{1,2}[.)]|#{1,6})[ \t]+/gm, "")
    .replace(/[*_`~|<>{}\\^]+/g, "");
  return spellNumbers(sayDates(sayMoney(plain, language), language))
    .replace(/\(\s*\)/g, "")
    .replace(/\s+([.,;:!?)])/g, "$1")
    .replace(/[ \t\u00a0\u202f]+/g, " ")
    .replace(/\n+/g, " ");
}

function sayMoney(text: string, language: string): string {
  return text.replace(/(\d+(?:\.\d{2})?) ([A-Z]{3})\b/g, (written, amount: string, currency: string) => {
    if (!currencies.has(currency)) return written;
    const options = {
      style: "currency",
      currency,
      ...(/\./.test(amount) ? {} : { maximumFractionDigits: 0 }),
    } as const;
    return new Intl.NumberFormat(locale(language), options).format(Number(amount));
  });
}

function sayDates(text: string, language: string): string {
  return text.replace(/\b(\d{4}-\d{2}-\d{2})(?:T[\d:.]+Z?)?\b/g, (written, day: string) => {
    const date = new Date(`${day}T12:00:00Z`);
    if (Number.isNaN(date.getTime())) return written;
    return date.toLocaleDateString(locale(language), { day: "numeric", month: "long", timeZone: "UTC" });
  });
}

/** "#1042" → "1 0 4 2", and so is whatever has six digits or more. */
function spellNumbers(text: string): string {
  return text
    .replace(/#\s?([A-Z]*-?)(\d+)/gi, (_, letters: string, digits: string) => `${letters}${[...digits].join(" ")}`)
    .replace(/(?<![\d.,])\d{6,}(?![\d.,]\d)/g, (digits) => [...digits].join(" "));
}

const currencies = new Set(Intl.supportedValuesOf("currency"));

/** A language nobody knows is spoken to as English is. */
function locale(language: string): string {
  try {
    return Intl.getCanonicalLocales(language)[0] ?? "en-US";
  } catch {
    return "en-US";
  }
}
