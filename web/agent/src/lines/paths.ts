import { numbersPath } from "../numbers/paths.ts";

/** Where it is arranged how a number answers; the address has its digits alone. */
export const lineRoute = `${numbersPath}/:digits`;

export function linePath(number: string): string {
  return `${numbersPath}/${number.replace(/\D/g, "")}`;
}
