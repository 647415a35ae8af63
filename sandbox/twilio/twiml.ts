/** An element of a TwiML document, and the text in it. */
export interface Verb {
  name: string;
  attributes: Record<string, string>;
  children: Verb[];
  text: string;
}

/** The document is none. `code` is Twilio's. Source: https://www.twilio.com/docs/api/errors/12100 */
export class TwimlError extends Error {
  readonly code = 12100;
}

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const token =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<\/([\w:.-]+)\s*>|<([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)|(<)/g;
const attribute = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** @throws TwimlError unless it is a well-formed document whose root is <Response>. */
export function parseTwiml(document: string): Verb[] {
  const root = newVerb("", {});
  const open = [root];
  for (const match of document.trim().matchAll(token)) {
    const [, cdata, closed, opened, attributes = "", isEmpty, text, stray] = match;
    const inside = open.at(-1) ?? root;
    if (stray !== undefined) throw new TwimlError("Document parse failure: '<' out of place");
    if (cdata !== undefined) inside.text += cdata;
    if (text !== undefined) inside.text += decoded(text);
    if (closed !== undefined && (open.length < 2 || open.pop()?.name !== closed)) {
      throw new TwimlError(`Document parse failure: </${closed}> closes nothing`);
    }
    if (opened === undefined) continue;
    const verb = newVerb(opened, attributesIn(attributes));
    inside.children.push(verb);
    if (!isEmpty) open.push(verb);
  }
  const [response, ...others] = root.children;
  if (open.length > 1) throw new TwimlError(`Document parse failure: <${open.at(-1)?.name}> is not closed`);
  if (response?.name !== "Response" || others.length > 0 || root.text.trim()) {
    throw new TwimlError("Document parse failure: the root must be <Response>");
  }
  return response.children;
}

function newVerb(name: string, attributes: Record<string, string>): Verb {
  return { name, attributes, children: [], text: "" };
}

function attributesIn(source: string): Record<string, string> {
  const found = [...source.matchAll(attribute)];
  return Object.fromEntries(found.map(([, name = "", double, single]) => [name, decoded(double ?? single ?? "")]));
}

function decoded(text: string): string {
  return text.replace(/&(#x[\da-f]+|#\d+|\w+)?;?/gi, (written, name?: string) => {
    if (!name || !written.endsWith(";")) throw new TwimlError("Document parse failure: '&' out of place");
    if (name.startsWith("#x")) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
    if (name.startsWith("#")) return String.fromCodePoint(Number(name.slice(1)));
    const sign = entities[name];
    if (sign === undefined) throw new TwimlError(`Document parse failure: &${name}; is not known`);
    return sign;
  });
}
