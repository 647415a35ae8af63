// mammoth (BSD-2, maintained, without native code) knows what is a heading, a list and a table in Word's documents.
import { unzipSync, type Zippable, zipSync } from "fflate";
import mammoth from "mammoth";
import { toMarkdown } from "./html.ts";
import { Unreadable } from "./unreadable.ts";

/** Bytes of all the text that is packed into one file. */
const maxUnpacked = 40_000_000;

export async function readDocx(bytes: Uint8Array): Promise<string> {
  const parts = unpack(bytes);
  if (!parts["word/document.xml"]) throw new Unreadable("This is not a Word document (.docx)");
  const buffer = Buffer.from(zipSync(parts, { level: 0 }));
  const convertImage = mammoth.images.imgElement(async () => ({ src: "" }));
  const { value } = await mammoth.convertToHtml({ buffer }, { convertImage });
  const body = toMarkdown(value);
  if (body.trim() === "") throw new Unreadable("There is no text in this document, only pictures perhaps");
  return body;
}

/**
 * Its parts but for pictures and the like, packed anew for the next reader. What a part takes is what is said of it: at
 * that size unpacking stops.
 */
function unpack(bytes: Uint8Array): Zippable {
  let unpacked = 0;
  try {
    return unzipSync(bytes, {
      filter({ name, originalSize }) {
        if (!/\.(?:xml|rels)$/i.test(name)) return false;
        unpacked += originalSize;
        if (unpacked > maxUnpacked) throw new Unreadable("Unpacked, this document is too large");
        return true;
      },
    });
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable("This document is broken: open it in Word and save it anew");
  }
}
