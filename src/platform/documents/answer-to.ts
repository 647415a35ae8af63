import { decodeText } from "../decode-text.ts";
import type { Answer, ReadDocument } from "./read-document.ts";
import { Unreadable } from "./unreadable.ts";

/** What a file says, or why it cannot be read. For the thread that reads files. */
export async function answerTo({ bytes, fileName }: { bytes: Uint8Array; fileName: string }): Promise<Answer> {
  try {
    const document = await read(bytes, fileName);
    const body = document.body.toWellFormed().replaceAll("\0", "").replace(/\r\n?/g, "\n").trim();
    if (body === "") throw new Unreadable("There is no text in this file");
    return { document: { ...document, body } };
  } catch (error) {
    const isKnown = error instanceof Unreadable;
    return { trouble: isKnown ? error.message : "This file is broken, or not what its name says" };
  }
}

/** A reader is loaded when it is needed: each takes longer to load than most files to read. */
async function read(bytes: Uint8Array, fileName: string): Promise<ReadDocument> {
  if (startOf(bytes).includes("%PDF-")) {
    const { readPdf } = await import("./read-pdf.ts");
    return { kind: "pdf", title: null, body: await readPdf(bytes) };
  }
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    const { readDocx } = await import("./read-docx.ts");
    return { kind: "docx", title: null, body: await readDocx(bytes) };
  }
  if (Buffer.from(bytes.subarray(0, 4)).toString("hex") === "d0cf11e0") {
    throw new Unreadable("This Word file is encrypted or of an old kind (.doc): save it as .docx, without a password");
  }
  const text = decodeText(bytes);
  if (text === null) throw new Unreadable("This is none of the files we can read: TXT, Markdown, HTML, DOCX and PDF");
  if (/\.x?html?$/i.test(fileName) || /^\s*(?:<!doctype html|<html)/i.test(text)) {
    const { readPageHtml, titleOf, toMarkdown } = await import("./html.ts");
    const page = readPageHtml(text);
    return { kind: "html", title: (page?.title ?? titleOf(text)) || null, body: page?.body ?? toMarkdown(text) };
  }
  if (!/\.(?:md|markdown)$/i.test(fileName)) return { kind: "txt", title: null, body: text };
  return { kind: "md", title: /^# +(.+?) *#*$/m.exec(text)?.[1] ?? null, body: text };
}

/** A PDF may begin with a few bytes that are none of its own. */
function startOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 1024)).toString("latin1");
}
