/** Which outside numbers a line may call. Pure. */

/** Country codes of two digits; 1 and 7 have one, all others three. Source: ITU-T E.164, list of assigned codes. */
const ofTwoDigits = new Set(
  (
    "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 " +
    "81 82 84 86 90 91 92 93 94 95 98"
  ).split(" "),
);

/** Islands that look like the United States on the dial and are charged as abroad. Source: NANPA, area codes by country. */
const abroadInAmerica = new Set(
  "242 246 264 268 284 340 345 441 473 649 658 664 670 671 684 721 758 767 784 787 809 829 849 868 869 876 939".split(
    " ",
  ),
);

/**
 * What is charged to whoever calls it, and shared with whoever has it: premium rate, satellites, networks of no country.
 * No setting allows these. The account's own geographic permissions stand behind.
 * Source: ITU-T E.164 shared codes, and national plans as published by the ITU.
 */
const never = (
  "+1900 +870 +878 +881 +882 +883 +888 +979 +991 +3090 +31900 +31906 +31909 +3290 +3389 +34803 +34806 +34807 +34905 " +
  "+358600 +358700 +35190 +35290 +35990 +3690 +3989 +4090 +41900 +41901 +41906 +42090 +42190 +43900 +43901 +43930 " +
  "+43931 +43939 +44871 +44872 +44873 +449 +4590 +46900 +46939 +46944 +4782 +4870 +49137 +49900 +6119 +64900 +7809 " +
  "+81990 +90900 +97219"
).split(" ");
/** Of every area code in America. */
const premiumExchange = /^\+1\d{3}976\d{4}$/;

/** Why a line does not call this number, in words for who arranges it; null: it may. */
export function whyNotCalled(
  number: string,
  { lineNumber, prefixes }: { lineNumber: string; prefixes: readonly string[] },
): string | null {
  if (never.some((prefix) => number.startsWith(prefix)) || premiumExchange.test(number)) {
    return `${number} is a premium-rate or satellite number: such numbers are never called`;
  }
  const isAllowed = isOfSameCountry(number, lineNumber) || prefixes.some((prefix) => number.startsWith(prefix));
  if (isAllowed) return null;
  return `${number} is abroad for this line: allow the beginning of its numbers in the line's settings, \`outside.prefixes\``;
}

function isOfSameCountry(number: string, lineNumber: string): boolean {
  if (countryCodeOf(number) !== countryCodeOf(lineNumber)) return false;
  const [area, own] = [number.slice(2, 5), lineNumber.slice(2, 5)];
  const isNear = area === own || !(abroadInAmerica.has(area) || abroadInAmerica.has(own));
  return countryCodeOf(number) !== "1" || isNear;
}

function countryCodeOf(number: string): string {
  if (/^\+[17]/.test(number)) return number.slice(1, 2);
  return ofTwoDigits.has(number.slice(1, 3)) ? number.slice(1, 3) : number.slice(1, 4);
}
