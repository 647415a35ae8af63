export interface Header {
  name: string;
  /** Unfolded; encoded words are left as they are. */
  value: string;
}

/** The header block and what follows the empty line; bytes that are no UTF-8 are read as Latin-1. */
export function splitMail(raw: Buffer): { head: string; body: Buffer } {
  const crlf = raw.indexOf("\r\n\r\n");
  const lf = raw.indexOf("\n\n");
  const atCrlf = crlf !== -1 && (lf === -1 || crlf < lf);
  const end = atCrlf ? crlf : lf;
  if (end === -1) return { head: text(raw), body: Buffer.alloc(0) };
  return { head: text(raw.subarray(0, end)), body: raw.subarray(end + (atCrlf ? 4 : 2)) };
}

export function readHeaders(raw: Buffer): Header[] {
  const unfolded = splitMail(raw).head.replace(/\r?\n[ \t]+/g, " ");
  return unfolded.split(/\r?\n/).flatMap((line) => {
    const [, name, value] = /^([!-9;-~]+)[ \t]*:[ \t]*(.*)$/s.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [{ name, value: value.trim() }];
  });
}

export function headerOf(headers: readonly Header[], name: string): string | null {
  return headers.find((header) => header.name.toLowerCase() === name.toLowerCase())?.value ?? null;
}

/** The mail with this header instead of all of that name; null takes them out. */
export function withHeader(raw: Buffer, name: string, value: string | null): Buffer {
  const { body } = splitMail(raw);
  const head = raw
    .subarray(0, raw.length - body.length)
    .toString("latin1")
    .trimEnd();
  const own = new RegExp(`^${name}[ \\t]*:`, "i");
  const kept = head.split(/\r?\n(?![ \t])/).filter((field) => !own.test(field));
  const fields = value === null ? kept : [...kept, `${name}: ${value}`];
  return Buffer.concat([Buffer.from(`${fields.join("\r\n")}\r\n\r\n`, "latin1"), body]);
}

/** What a server writes on top when it takes a mail in. */
export function withTrace(raw: Buffer, fields: string[]): Buffer {
  return Buffer.concat([Buffer.from(fields.map((field) => `${field}\r\n`).join(""), "latin1"), raw]);
}

/** The addresses of a To, Cc, Bcc or From header, lower case. */
export function addressesIn(value: string | null): string[] {
  return [...(value ?? "").matchAll(/[^\s<>",;:()]+@[^\s<>",;:()]+/g)].map(([address]) => address.toLowerCase());
}

export function messageIdsIn(...values: (string | null)[]): string[] {
  return values.flatMap((value) => [...(value ?? "").matchAll(/<[^<>\s]+>/g)].map(([id]) => id));
}

/** Gmail shows header values with their encoded words read (RFC 2047). */
export function decodeWords(value: string): string {
  const joined = value.replace(/(\?=)\s+(=\?)/g, "$1$2");
  return joined.replace(
    /=\?([\w-]+)(?:\*\w+)?\?([bq])\?([^?]*)\?=/gi,
    (word, charset: string, kind: string, data: string) => {
      const bytes = kind.toLowerCase() === "b" ? Buffer.from(data, "base64") : quoted(data.replaceAll("_", " "));
      return decodeBytes(bytes, charset) ?? word;
    },
  );
}

export function quoted(data: string): Buffer {
  const bytes = data
    .replace(/=[ \t]*\r?\n/g, "")
    .replace(/=([0-9a-f]{2})/gi, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1");
}

/** Null for a charset nobody knows. */
export function decodeBytes(bytes: Buffer, charset: string): string | null {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return null;
  }
}

function text(bytes: Buffer): string {
  const utf8 = bytes.toString("utf8");
  return utf8.includes("�") ? bytes.toString("latin1") : utf8;
}
