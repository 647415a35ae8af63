import { decodeWords, type Header } from "./headers.ts";
import { type MimePart, mimeTree, readableText } from "./mime-tree.ts";
import type { Mail } from "./state.ts";

export const formats = ["minimal", "full", "raw", "metadata"] as const;
export type Format = (typeof formats)[number];

/** Source: https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages#Message */
export function messageResource(mail: Mail, format: Format, onlyHeaders: string[] = []) {
  const tree = mimeTree(mail.raw);
  return {
    id: mail.id,
    threadId: mail.threadId,
    labelIds: [...mail.labelIds],
    snippet: snippet(tree),
    sizeEstimate: mail.statedSizeBytes ?? mail.raw.length,
    historyId: String(mail.historyId),
    internalDate: String(mail.internalDateMs),
    ...(format === "raw" ? { raw: mail.raw.toString("base64url") } : {}),
    ...(format === "full" ? { payload: partResource(tree, mail.id) } : {}),
    ...(format === "metadata" ? { payload: headersOnly(tree, onlyHeaders) } : {}),
  };
}

/** Gmail's attachment ids are opaque; ours name the message and the part. */
export function attachmentId(mailId: string, partId: string): string {
  return Buffer.from(`${mailId}:${partId}`).toString("base64url");
}

function partResource(part: MimePart, mailId: string): object {
  const { partId, mimeType, filename, data, parts } = part;
  const body = filename
    ? { attachmentId: attachmentId(mailId, partId), size: data.length }
    : { size: data.length, ...(data.length > 0 ? { data: data.toString("base64url") } : {}) };
  const inner = parts.length > 0 ? { parts: parts.map((each) => partResource(each, mailId)) } : {};
  return { partId, mimeType, filename, headers: shown(part.headers), body, ...inner };
}

function headersOnly({ mimeType, headers }: MimePart, names: string[]) {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return {
    mimeType,
    headers: shown(headers.filter(({ name }) => wanted.size === 0 || wanted.has(name.toLowerCase()))),
  };
}

function shown(headers: Header[]): Header[] {
  return headers.map(({ name, value }) => ({ name, value: decodeWords(value) }));
}

/** The beginning of the text, with HTML's signs escaped as Gmail does. */
function snippet(tree: MimePart): string {
  const text = readableText(tree).replace(/\s+/g, " ").trim().slice(0, 200);
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
