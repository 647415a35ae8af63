// unpdf (MIT, maintained) is PDF.js as one file: no native code, no fonts, nothing that draws.
import { getDocumentProxy } from "unpdf";
import { Unreadable } from "./unreadable.ts";

const mostPages = 500;
/** Characters; fewer on all pages together are a stamp on what was scanned. */
const leastText = 20;

/** Each page that has text under its number. */
export async function readPdf(bytes: Uint8Array): Promise<string> {
  const pdf = await open(bytes);
  if (pdf.numPages > mostPages) {
    throw new Unreadable(`This PDF has ${pdf.numPages} pages; at most ${mostPages} are read. Split it`);
  }
  const pages: string[] = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    const text = items.map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : "")).join("");
    pages.push(tidy(text));
    page.cleanup();
  }
  if (pages.join("").replace(/\s/g, "").length < leastText) {
    throw new Unreadable("There is no text in this PDF, only pictures: it was scanned. Have its text recognised first");
  }
  return pages.flatMap((text, n) => (text === "" ? [] : [`## Page ${n + 1}\n\n${text}`])).join("\n\n");
}

async function open(bytes: Uint8Array) {
  try {
    return await getDocumentProxy(Uint8Array.from(bytes), { verbosity: 0 });
  } catch (error) {
    if (error instanceof Error && error.name === "PasswordException") {
      throw new Unreadable("This PDF is encrypted: save it without a password");
    }
    throw new Unreadable("This PDF is broken: open it and save it anew");
  }
}

/** Lines as they stand; what looks like a heading of ours is none. */
function tidy(text: string): string {
  return text
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/^#+(?= )/gm, "")
    .trim();
}
