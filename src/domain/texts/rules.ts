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

/** Of one text. Source: https://www.twilio.com/docs/messaging/guides/accepted-mime-types */
const mostFiles = 10;
const mostBytes = 5_000_000;
/** Of what carriers cannot make smaller. */
const mostOtherBytes = 500_000;
const resized = /^image\/(?:jpeg|png|gif)$/;
const carried = /^(?:image|audio|video)\/|^text\/(?:plain|csv|vcard|x-vcard|calendar)$|^application\/(?:pdf|vcard)$/;

/** @throws AppError("invalid_input") for files that no carrier takes; `details.reason` says why. */
export function refuseFiles(files: readonly { name: string; contentType: string; sizeBytes: number }[]): void {
  const refuse = (reason: string, message: string, more: Record<string, unknown> = {}): never => {
    throw new AppError("invalid_input", message, { details: { field: "attachmentIds", reason, ...more } });
  };
  if (files.length > mostFiles) {
    refuse("too_many_files", `A text carries ${mostFiles} files at most: leave ${files.length - mostFiles} out`);
  }
  for (const { name, contentType, sizeBytes } of files) {
    if (sizeBytes === 0) refuse("empty_file", `“${name}” is empty: a text cannot carry it`);
    if (!carried.test(contentType)) {
      const what = "a text carries pictures, sounds, films, PDF, contacts and plain text";
      refuse("file_kind", `“${name}” cannot be sent by text: ${what}`);
    }
    if (!resized.test(contentType) && sizeBytes > mostOtherBytes) {
      refuse("file_too_large", `“${name}” is larger than 500 KB, which only JPEG, PNG and GIF may be in a text`);
    }
  }
  if (files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) > mostBytes) {
    refuse("files_too_large", "The files are larger than 5 MB together: leave some out, or send smaller ones");
  }
}
