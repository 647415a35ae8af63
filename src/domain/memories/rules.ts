export const memoryKinds = ["preference", "size", "delivery"] as const;
export type MemoryKind = (typeof memoryKinds)[number];

/** Of one customer; what is more would be a file on her. */
export const mostMemories = 20;
const longestWords = 200;

/**
 * What is never kept, whoever said it: long numbers (cards, accounts, passports, phones), secrets and what protects them,
 * addresses of mail and pages, and what the law protects most.
 */
const neverKept = [
  /(?:\d[ .-]?){9,}/,
  /\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,}/i,
  /@|https?:|www\./i,
  /passwor[dt]|passwort|kennwort|mot de passe|contraseña|wachtwoord|\bpin\b|\btan\b|\bcv[vc]2?\b|\biban\b|one-time code|secret/i,
  /\b(?:sk|pk|shpat|ghp|xox[abp])[-_][A-Za-z\d_-]{8,}/,
  /diagnos|disease|illness|pregnan|medicat|allerg|religio|sexual|schwanger|krank|enceinte|maladie|embaraz|zwanger/i,
];

/** Why words are not kept. */
export type Unkept = "too_long" | "sensitive" | "not_hers";

/**
 * Her words, if they stand in what she wrote and may be kept.
 * @param wrote her messages; lines that quote somebody else do not count.
 */
export function keepable(words: string, wrote: readonly string[]): { words: string } | { refused: Unkept } {
  const said = plain(words);
  if (said.length === 0 || said.length > longestWords) return { refused: "too_long" };
  if (neverKept.some((pattern) => pattern.test(said))) return { refused: "sensitive" };
  const own = wrote.map((text) => plain(text.replace(/^\s*>.*$/gm, "")).toLowerCase());
  return own.some((text) => text.includes(said.toLowerCase())) ? { words: said } : { refused: "not_hers" };
}

/** On one line, and nothing a database cannot keep. */
function plain(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim();
}
