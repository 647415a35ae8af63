import type { PhoneNumber } from "../api/types.ts";

export const kinds: Record<PhoneNumber["kind"], string> = {
  local: "Local",
  mobile: "Mobile",
  toll_free: "Toll-free",
  short_code: "Short code",
};

/** "+1 202 555 0142": in groups, so that it can be read out. */
export function spoken(number: string): string {
  const [, area, first, last] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number) ?? [];
  return area ? `+1 ${area} ${first} ${last}` : number.replace(/(\d{3})(?=\d)/g, "$1 ");
}

/** What it is in a word, and how worrying. */
export function standing({ state, registration, lacks }: PhoneNumber): { words: string; color: string } {
  if (state === "ordered") return { words: "Being bought", color: "blue" };
  if (state === "refused") return { words: "Not bought", color: "red" };
  if (state === "releasing") return { words: "Being given back", color: "gray" };
  if (state === "released") return { words: "Given back", color: "gray" };
  if (registration === "rejected") return { words: "Refused by carriers", color: "red" };
  if (registration === "missing") return { words: "Not registered", color: "red" };
  if (registration === "pending") return { words: "Registration under way", color: "yellow" };
  return lacks.length > 0 ? { words: "Not set up", color: "yellow" } : { words: "Ready", color: "teal" };
}

/** What it can do, as a sentence begins. */
export function abilities({ texts, pictures, calls }: Pick<PhoneNumber, "texts" | "pictures" | "calls">): string {
  return [texts && "Texts", pictures && "pictures", calls && "calls"].filter(Boolean).join(", ");
}
