import { AppError } from "../../platform/errors.ts";

/** Characters. */
export const longestSlug = 60;
export const longestName = 100;
/** More addresses than that would keep those of others. */
export const mostFormerSlugs = 9;

/** Shoppers would take them for the installation's own. */
const reserved = new Set(
  "admin api app assets billing docs help login parley search security settings signin status support system www".split(
    " ",
  ),
);

export function isSlug(text: string): boolean {
  return text.length >= 3 && text.length <= longestSlug && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}

/** @throws AppError("invalid_input") with `details.reason` "bad_address" or "reserved_address". */
export function checkSlug(slug: string): string {
  if (!isSlug(slug)) {
    const message = `An address has 3 to ${longestSlug} lower-case letters, digits and single hyphens between them`;
    throw new AppError("invalid_input", message, { details: { field: "slug", reason: "bad_address" } });
  }
  if (!reserved.has(slug)) return slug;
  const message = `“${slug}” is kept for the installation itself: take your shop's name, such as “${slug}-candles”`;
  throw new AppError("invalid_input", message, { details: { field: "slug", reason: "reserved_address" } });
}

/** @throws AppError("invalid_input") */
export function checkName(given: string): string {
  const name = given.replace(/\s+/g, " ").trim();
  if (name !== "" && name.length <= longestName) return name;
  throw new AppError("invalid_input", `A name has 1 to ${longestName} characters`, { details: { field: "name" } });
}

/** Where it is read, below the installation's address; without an article: its front page. */
export function pathOf(slug: string, articleId?: string): string {
  return articleId === undefined ? `/help/${slug}` : `/help/${slug}/articles/${articleId}`;
}
