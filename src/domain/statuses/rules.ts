import { AppError } from "../../platform/errors.ts";
import { fold } from "../../platform/fold.ts";
import { type Status, statuses } from "./tables.ts";

export const categories = statuses.category.enumValues;
export type Category = Status["category"];
export const longestStatusName = 60;
/** Of a workspace, archived ones included. */
export const mostStatuses = 100;

/** What every workspace begins with. */
export const defaultNames: Record<Category, string> = { open: "Open", waiting: "Waiting", closed: "Closed" };

/**
 * The name as it is kept: no blanks around it, one between words.
 * @throws AppError("invalid_input") with `details.field` "name".
 */
export function checkStatusName(given: string): Pick<Status, "name" | "nameKey"> {
  const name = given.trim().replace(/\s+/gu, " ");
  const nameKey = fold(name);
  if (/\p{Cc}/u.test(name) || !name.isWellFormed()) throw refused("A status's name may not hold control characters");
  if (nameKey === "" || name.length > longestStatusName)
    throw refused(`A status's name has 1 to ${longestStatusName} characters`);
  return { name, nameKey };
}

/** The ids in their new order, `id` at `place` among them (0: first) or at the end. */
export function moved(ids: readonly string[], id: string, place: number): string[] {
  return ids.filter((one) => one !== id).toSpliced(place, 0, id);
}

function refused(message: string): AppError {
  return new AppError("invalid_input", message, { details: { field: "name" } });
}
