import { AppError } from "../../platform/errors.ts";
import type { Step } from "../steps/index.ts";
import { placeholdersIn, problemsOf } from "../templates/index.ts";

/** Characters, as JavaScript counts them. */
export const longest = { name: 100, shortcut: 50, body: 10_000 } as const;
export const shortcutPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const mostPlaceholders = 50;

export interface Wording {
  name: string;
  shortcut: string;
  /** Empty where it only does something. */
  body: string;
  /** Whether they can be done is not a matter of wording. */
  steps?: readonly Step[];
  /** BCP 47; null serves every language. */
  language: string | null;
  /** The team it is offered to; null: everybody. Whether there is such a team is not a matter of wording. */
  teamId?: string | null;
}

/**
 * What is to be saved, in the form it is kept in.
 * @throws AppError("invalid_input") with `details.field`; for a template also `reason` = "template" and `problems`.
 */
export function checkWording<T extends Partial<Wording>>(given: T): T {
  const { name, shortcut, body, language } = given;
  return {
    ...given,
    ...(name !== undefined && { name: checkName(name) }),
    ...(shortcut !== undefined && { shortcut: checkShortcut(shortcut) }),
    ...(body !== undefined && { body: checkBody(body) }),
    ...(language != null && { language: canonicalLanguage(language) }),
  };
}

/** "de-at" → "de-AT". @throws AppError("invalid_input") for what is no language tag. */
export function canonicalLanguage(tag: string): string {
  try {
    const [canonical] = Intl.getCanonicalLocales(tag);
    if (canonical && canonical.length <= 35) return canonical;
  } catch {
    // Said below.
  }
  throw refused("language", `“${tag.slice(0, 40)}” is not a language tag such as “en” or “pt-BR”`);
}

/** The tag and what it falls back to: "pt-BR" → "pt-BR", "pt". */
export function languagesServing(language: string): string[] {
  const parts = language.split("-");
  return parts.map((_, i) => parts.slice(0, parts.length - i).join("-"));
}

function checkName(name: string): string {
  const known = storable("name", name).trim();
  if (known === "" || known.length > longest.name) {
    throw refused("name", `A name has 1 to ${longest.name} characters`);
  }
  return known;
}

function checkShortcut(shortcut: string): string {
  if (shortcut.length <= longest.shortcut && shortcutPattern.test(shortcut)) return shortcut;
  throw refused("shortcut", "A shortcut is lower-case letters and digits joined by hyphens: refund-policy");
}

function checkBody(given: string): string {
  const lines = storable("body", given).replace(/\r\n?/g, "\n");
  const body = lines.trim();
  if (body.length > longest.body) {
    throw refused("body", `A canned reply has at most ${longest.body} characters; this has ${body.length}`);
  }
  // Places are those of the text as it was written, with the blank lines before it.
  const problems = problemsOf(lines);
  if (problems[0]) {
    throw refused("body", problems[0].message, { reason: "template", problems });
  }
  if (placeholdersIn(body) > mostPlaceholders) {
    throw refused("body", `A canned reply has at most ${mostPlaceholders} variables`);
  }
  return body;
}

/** @throws AppError("invalid_input") for what neither says nor does anything. */
export function refuseNothing({ body, steps = [] }: Pick<Wording, "body" | "steps">): void {
  if (body === "" && steps.length === 0) throw refused("body", "Write a text, or add something that it does");
}

/** NUL and lone surrogates are no text in PostgreSQL. */
function storable(field: keyof Wording, text: string): string {
  if (!text.includes("\0") && text.isWellFormed()) return text;
  throw refused(field, `The ${field} may not hold NUL or broken Unicode`);
}

function refused(field: keyof Wording, message: string, more: Record<string, unknown> = {}): AppError {
  return new AppError("invalid_input", message, { details: { field, ...more } });
}
