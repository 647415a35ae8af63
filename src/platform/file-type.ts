// file-type (MIT, maintained since 2014) knows a file by its content; what a name or a sender says is never believed.
import { fileTypeFromBuffer } from "file-type";
import type { StoredFile } from "./file-store.ts";

export const unknownType = "application/octet-stream";
/** The beginning tells, also in archives: an office document names its kind in the first of its parts. */
const sampleBytes = 1024 * 1024;

/** The type of these bytes. Anything that reads as text, HTML and SVG too, is plain text. */
export async function typeOfBytes(bytes: Uint8Array): Promise<string> {
  const found = await fileTypeFromBuffer(bytes.subarray(0, sampleBytes));
  // XML may be a picture with scripts in it.
  if (found && !/xml$|svg|html/.test(found.mime)) return found.mime;
  return typeOfText(bytes.subarray(0, sampleBytes));
}

/** The same for a file in the store. */
export async function typeOfFile({ content }: StoredFile): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of content) {
    parts.push(part);
    size += part.byteLength;
    if (size >= sampleBytes) break;
  }
  return typeOfBytes(Buffer.concat(parts));
}

function typeOfText(sample: Uint8Array): string {
  // A character may be cut at the end of the sample.
  const text = new TextDecoder("utf-8").decode(sample, { stream: true });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what text does not hold
  return text === "" || /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/.test(text) ? unknownType : "text/plain";
}
