import { AppError } from "../../platform/errors.ts";
import { fold } from "../../platform/fold.ts";
import { type Tag, tags } from "./tables.ts";

export const tagColors = tags.color.enumValues;
export const longestTagName = 60;
/** Of a workspace, archived ones included. */
export const mostTags = 2000;
export const mostTagsOfConversation = 50;
export const mostConversationsAtOnce = 1000;

export interface TagWording {
  name: string;
  color: Tag["color"];
}

/**
 * The name as it is kept: no blanks around it, one between words.
 * @throws AppError("invalid_input") with `details.field` "name".
 */
export function checkTagName(given: string): Pick<Tag, "name" | "nameKey"> {
  const name = given.trim().replace(/\s+/gu, " ");
  const nameKey = fold(name);
  if (/\p{Cc}/u.test(name) || !name.isWellFormed()) throw refused("A tag's name may not hold control characters");
  if (nameKey === "" || name.length > longestTagName)
    throw refused(`A tag's name has 1 to ${longestTagName} characters`);
  return { name, nameKey };
}

/** @throws AppError("conflict") with `details.reason` "archived". */
export function refuseArchived({ id: tagId, name, archivedAt }: Tag): void {
  if (!archivedAt) return;
  throw new AppError("conflict", `The tag “${name}” is archived: restore it first, or take another`, {
    details: { reason: "archived", tagId },
  });
}

function refused(message: string): AppError {
  return new AppError("invalid_input", message, { details: { field: "name" } });
}
