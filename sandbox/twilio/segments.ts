/** GSM 03.38: the characters that count once, and those that need an escape and count twice. */
const basic = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const extended = new Set("\f^{}\\[~]|€");

/** What smart encoding puts in the place of characters that would make the whole message Unicode. */
const plain: Record<string, string> = {
  ...{ "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "`": "'" },
  ...{ "–": "-", "—": "-", "−": "-", "…": "...", "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u200b": "", "•": "-" },
};

export function smartEncoded(body: string): string {
  return [...body].map((sign) => plain[sign] ?? sign).join("");
}

/**
 * How many SMS a text takes: 160 characters alone or 153 each in GSM-7, 70 or 67 in UCS-2. A character of two units
 * (an escape, a surrogate pair) is not torn apart.
 */
export function segmentsOf(body: string): number {
  const signs = [...body];
  const isGsm = signs.every((sign) => basic.has(sign) || extended.has(sign));
  const units = signs.map((sign) => (isGsm ? (extended.has(sign) ? 2 : 1) : sign.length));
  const [alone, each] = isGsm ? [160, 153] : [70, 67];
  const all = units.reduce((sum, unit) => sum + unit, 0);
  if (all <= alone) return 1;
  let [segments, room] = [1, each];
  for (const unit of units) {
    if (unit > room) [segments, room] = [segments + 1, each];
    room -= unit;
  }
  return segments;
}
