import { decodeBytes, decodeWords, type Header, headerOf, quoted, readHeaders, splitMail } from "./headers.ts";

/** A part of a mail the way Gmail's `full` format shows it. */
export interface MimePart {
  partId: string;
  mimeType: string;
  filename: string;
  headers: Header[];
  /** Decoded. */
  data: Buffer;
  parts: MimePart[];
}

const maxDepth = 20;

export function mimeTree(raw: Buffer, partId = "", depth = 0): MimePart {
  const headers = readHeaders(raw);
  const { body } = splitMail(raw);
  const contentType = headerOf(headers, "Content-Type") ?? "text/plain";
  const mimeType = /^[\w.+-]+\/[\w.+-]+/.exec(contentType)?.[0].toLowerCase() ?? "text/plain";
  const boundary = parameter(contentType, "boundary");
  const sections = mimeType.startsWith("multipart/") && boundary && depth < maxDepth ? split(body, boundary) : [];
  const parts = sections.map((section, i) => mimeTree(section, partId ? `${partId}.${i}` : String(i), depth + 1));
  const data = sections.length > 0 ? Buffer.alloc(0) : decode(body, headerOf(headers, "Content-Transfer-Encoding"));
  return { partId, mimeType, filename: fileName(headers, contentType), headers, data, parts };
}

/** The text a person would read first. */
export function readableText(part: MimePart): string {
  const plain = find(part, "text/plain");
  if (plain) return textOf(plain);
  const html = find(part, "text/html");
  return html ? textOf(html).replace(/<(?:style|script)[\s\S]*?<\/(?:style|script)>|<[^>]*>/gi, " ") : "";
}

function find(part: MimePart, mimeType: string): MimePart | null {
  if (part.mimeType === mimeType && !part.filename) return part;
  for (const child of part.parts) {
    const found = find(child, mimeType);
    if (found) return found;
  }
  return null;
}

export function attachmentsOf(part: MimePart): MimePart[] {
  return [...(part.filename ? [part] : []), ...part.parts.flatMap(attachmentsOf)];
}

function textOf(part: MimePart): string {
  const charset = parameter(headerOf(part.headers, "Content-Type") ?? "", "charset") ?? "utf-8";
  return decodeBytes(part.data, charset) ?? part.data.toString("latin1");
}

function split(body: Buffer, boundary: string): Buffer[] {
  const [, ...sections] = `\n${body.toString("latin1")}`.split(`\n--${boundary}`);
  const open = sections.filter((section) => !section.startsWith("--"));
  return open.map((section) => Buffer.from(section.replace(/^[ \t]*\r?\n/, "").replace(/\r$/, ""), "latin1"));
}

function decode(body: Buffer, encoding: string | null): Buffer {
  const kind = encoding?.trim().toLowerCase();
  if (kind === "base64") return Buffer.from(body.toString("latin1"), "base64");
  return kind === "quoted-printable" ? quoted(body.toString("latin1")) : body;
}

function fileName(headers: Header[], contentType: string): string {
  const name = parameter(headerOf(headers, "Content-Disposition") ?? "", "filename") ?? parameter(contentType, "name");
  return decodeWords(name ?? "");
}

/** Also in RFC 2231's form: name*=utf-8''caf%C3%A9. */
function parameter(value: string, name: string): string | null {
  const plain = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;]+))`, "i").exec(value);
  if (plain) return plain[1] ?? plain[2] ?? null;
  const [, charset = "", coded] =
    new RegExp(`;\\s*${name}\\*\\s*=\\s*([\\w-]*)'[^']*'([^\\s;]+)`, "i").exec(value) ?? [];
  if (!coded) return null;
  return decodeBytes(quoted(coded.replaceAll("%", "=")), charset || "utf-8") ?? coded;
}
