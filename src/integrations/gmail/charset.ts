/**
 * The labels a mail declares for its texts that no decoder knows ("unknown-8bit", typing errors).
 * Looked for in the bytes themselves: a parser has already replaced them by a guess.
 */
export function unknownCharsets(raw: Uint8Array): string[] {
  const found = new Set<string>();
  for (const [, label = ""] of asLatin1(raw).matchAll(charsetParameter)) {
    if (!isDecodable(label.toLowerCase())) found.add(label.toLowerCase());
  }
  return [...found];
}

/** The same mail declaring `charset` instead of `labels`. */
export function withCharset(raw: Uint8Array, labels: readonly string[], charset: string): Uint8Array {
  const changed = asLatin1(raw).replace(charsetParameter, (parameter, label: string) =>
    labels.includes(label.toLowerCase()) ? parameter.replace(label, charset) : parameter,
  );
  return Buffer.from(changed, "latin1");
}

const charsetParameter = /\bcharset\s{0,8}=\s{0,8}["']?([\w.:+-]{1,60})/gi;

/** Code pages the parser maps by number although the Encoding Standard does not list them. */
const codePage = /^(?:cp|ms|windows|ibm)-?(?:932|936|949|950|874|51932|5022[012])$/;

function isDecodable(label: string): boolean {
  if (codePage.test(label)) return true;
  const plain = label.replace(/^(?:x-ms-|x-|cs)/, "");
  return [label, plain, plain.replace(/[_.]/g, "-"), plain.replace(/[-_.]/g, "")].some(isEncodingLabel);
}

function isEncodingLabel(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== "";
  } catch {
    return false;
  }
}

function asLatin1(raw: Uint8Array): string {
  return Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString("latin1");
}
