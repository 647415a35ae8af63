import { AppError } from "../../platform/errors.ts";

/** Characters, as JavaScript counts them. */
export const longest = { title: 200, body: 200_000, category: 100, question: 300 } as const;
export const mostQuestions = 50;

/** What a person writes of an article. */
export interface Wording {
  title: string;
  body: string;
  category: string | null;
  /** BCP 47; null: told by its words. */
  language: string | null;
  /** How shoppers ask for it. */
  questions: readonly string[];
}

/**
 * What is to be saved, in the form it is kept in.
 * @throws AppError("invalid_input") with `details.field`.
 */
export function checkWording<T extends Partial<Wording>>(given: T): T {
  const { title, body, category, language, questions } = given;
  return {
    ...given,
    ...(title !== undefined && { title: checkLine("title", title) }),
    ...(body !== undefined && { body: checkBody(body) }),
    ...(category != null && { category: checkLine("category", category) }),
    ...(language != null && { language: canonicalLanguage(language) }),
    ...(questions !== undefined && { questions: checkQuestions(questions) }),
  };
}

function checkLine(field: "title" | "category" | "question", given: string): string {
  const line = storable(field, given).replace(/\s+/g, " ").trim();
  if (line === "" || line.length > longest[field])
    throw refused(field, `A ${field} has 1 to ${longest[field]} characters`);
  return line;
}

function checkBody(given: string): string {
  const body = storable("body", given).replace(/\r\n?/g, "\n").trim();
  if (body.length > longest.body) {
    throw refused("body", `An article has at most ${longest.body} characters; this has ${body.length}. Split it`);
  }
  return body;
}

function checkQuestions(given: readonly string[]): string[] {
  if (given.length > mostQuestions) throw refused("questions", `An article has at most ${mostQuestions} questions`);
  return [...new Set(given.map((question) => checkLine("question", question)))];
}

function canonicalLanguage(tag: string): string {
  try {
    const [canonical] = Intl.getCanonicalLocales(tag);
    if (canonical && canonical.length <= 35) return canonical;
  } catch {
    // Said below.
  }
  throw refused("language", `“${tag.slice(0, 40)}” is not a language tag such as “en” or “pt-BR”`);
}

/** NUL and lone surrogates are no text in PostgreSQL. */
function storable(field: string, text: string): string {
  if (!text.includes("\0") && text.isWellFormed()) return text;
  throw refused(field, `The ${field} may not hold NUL or broken Unicode`);
}

function refused(field: string, message: string): AppError {
  return new AppError("invalid_input", message, { details: { field } });
}
