import { AppError } from "../errors.ts";
import { inThread } from "../thread.ts";

export const documentKinds = ["txt", "md", "html", "docx", "pdf"] as const;

/** What a file says, in Markdown: its headings are headings, a PDF's pages stand under "Page 1", "Page 2" … */
export interface ReadDocument {
  kind: (typeof documentKinds)[number];
  /** What it calls itself; null: nothing. */
  title: string | null;
  body: string;
}

/** What the thread makes of a file. */
export type Answer = { document: ReadDocument } | { trouble: string };

const limits = { timeoutMs: 30_000, memoryMb: 300 };

/**
 * The text of a TXT, Markdown, HTML, DOCX or PDF file. What it is, its bytes say; only among texts does its name. Files of
 * strangers are read in a thread of their own, with an end to its time and memory; nothing in them is run or fetched.
 * @throws AppError("invalid_input") with why it cannot be read, in words for whoever brought it.
 */
export async function readDocument(bytes: Uint8Array, { fileName }: { fileName: string }): Promise<ReadDocument> {
  const module = new URL("./document-thread.ts", import.meta.url);
  const answer = await inThread<Answer>(module, { bytes, fileName }, limits);
  if (answer === "time") throw refused("Reading this file takes too long");
  if (answer === "memory") throw refused("Reading this file takes too much memory");
  if ("trouble" in answer) throw refused(answer.trouble);
  return answer.document;
}

function refused(trouble: string): AppError {
  return new AppError("invalid_input", trouble, { details: { reason: "unreadable_file" } });
}
