import { AppError } from "../../platform/errors.ts";

/** What carriers and Twilio take in one go, in UTF-16 units. */
export const longestText = 1600;

/** @throws AppError("invalid_input") with `details.reason` "text_too_long". */
export function refuseLongText(text: string): void {
  if (text.length <= longestText) return;
  const over = text.length - longestText;
  throw new AppError("invalid_input", `A text has at most ${longestText} characters: this one has ${over} too many`, {
    details: { reason: "text_too_long", field: "body", characters: text.length, most: longestText },
  });
}
