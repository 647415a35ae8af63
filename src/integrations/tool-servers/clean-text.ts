/** What a person who reads a text does not see, and a model does. */
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}]/u;

/** A stranger's words as one line: no control characters, nothing that cannot be seen, not longer than this. */
export function cleanText(value: unknown, maxLength: number): string {
  if (typeof value !== "string") return "";
  const text = value
    .slice(0, maxLength * 4)
    .toWellFormed()
    .replace(/\s+/g, " ")
    .replace(new RegExp(unseen, "gu"), "")
    .trim();
  return text.length <= maxLength ? text : `${text.slice(0, maxLength - 1).toWellFormed()}…`;
}

/** Whether there is something in it that nobody sees. */
export function holdsUnseen(text: string): boolean {
  return unseen.test(text);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
