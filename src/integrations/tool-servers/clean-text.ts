/** A stranger's words as one line: no control characters, nothing invisible that turns what is read around, not longer than this. */
export function cleanText(value: unknown, maxLength: number): string {
  if (typeof value !== "string") return "";
  const text = value
    .slice(0, maxLength * 4)
    .toWellFormed()
    .replace(/\s+/g, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Co}]/gu, "")
    .trim();
  return text.length <= maxLength ? text : `${text.slice(0, maxLength - 1).toWellFormed()}…`;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
