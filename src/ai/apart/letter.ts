/** A letter, taken apart by who wrote what of it. */
export interface Letter {
  /** Her own words, with a mark where a stranger's stood. */
  own: string;
  /** What she quotes or forwards that does not stand in the conversation. */
  strangers: string[];
}

export const mark = "[Quoted or forwarded text, left out here]";

/** Of one quote that are looked for in the conversation. */
const mostParagraphs = 200;

/** "> so they said" */
const quoted = /^[ \t]*>/;
/** "---------- Forwarded message ---------", in any language. */
const divider = /^[ \t]*-{3,}[ \t]*\p{L}[\p{L}\p{M}' ]{3,60}-{3,}[ \t]*$/u;
const begins =
  /^[ \t]*(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-mail)|début du message (?:réexpédié|transféré)|inizio messaggio inoltrato|inicio del mensaje reenviado)[ \t]*:?[ \t]*$/i;
const header =
  /^[ \t>*]*(?:from|von|de|da|van|från|fra|od|sent|gesendet|envoyé|enviado|inviato|verzonden|skickat|date|datum|fecha|data|dato|to|an|à|para|a|aan|till|til|cc|subject|betreff|objet|asunto|oggetto|onderwerp|ämne|emne)[ \t]?\*?:\*?[ \t]\S/i;
/** "On Monday Ada wrote:" */
const introduction = /^[ \t>]*\S.{3,160}:[ \t]*$/;

/**
 * Takes apart what a customer wrote and what she quotes or forwards. Quotes of the conversation itself stay: its messages
 * are known. In doubt a part is a stranger's.
 *
 * @param conversation what stands in the conversation's other messages.
 */
export function letterOf(text: string, conversation: readonly string[]): Letter {
  const lines = text.split("\n");
  const from = lines.findIndex((line, n) => divider.test(line) || begins.test(line) || opensHeaders(lines, n));
  const rest = from < 0 ? [] : lines.slice(from);
  const written = from < 0 ? lines : lines.slice(0, from);
  if (rest.length === 0 && !written.some((line) => quoted.test(line))) return { own: text, strangers: [] };
  const known = plain(conversation.join("\n"));
  const blocks = [...blocksOf(written), ...(rest.length > 0 ? [{ isQuoted: true, lines: rest }] : [])];
  const parts = blocks.map((block) => partOf(block, known));
  return {
    own: parts.map(({ own }) => own).join("\n"),
    strangers: parts.flatMap(({ stranger }) => stranger ?? []),
  };
}

interface Block {
  isQuoted: boolean;
  lines: string[];
}

/** Lines in a row that are quoted, or are not. */
function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  for (const line of lines) {
    const isQuoted = quoted.test(line);
    const last = blocks.at(-1);
    if (last?.isQuoted === isQuoted) last.lines.push(line);
    else blocks.push({ isQuoted, lines: [line] });
  }
  return blocks;
}

/** Of what is known the words stay, without the head above them. */
function partOf({ isQuoted, lines }: Block, known: string): { own: string; stranger?: string } {
  if (!isQuoted) return { own: lines.join("\n") };
  const said = lines.filter((line) => !header.test(line) && !divider.test(line) && !introduction.test(line));
  const paragraphs = said.join("\n").split(/\n[ \t>]*\n/);
  const isKnown = paragraphs.length <= mostParagraphs && paragraphs.every((one) => known.includes(plain(one)));
  return isKnown ? { own: said.join("\n") } : { own: mark, stranger: lines.join("\n") };
}

/** Two lines of a mail's head in a row, as some programs put them above what they quote. */
function opensHeaders(lines: readonly string[], n: number): boolean {
  return header.test(lines[n] ?? "") && header.test(lines[n + 1] ?? "") && !quoted.test(lines[n] ?? "");
}

/** Without marks, and on one line: mail programs break what they quote elsewhere. */
function plain(text: string): string {
  return text
    .replace(/^[ \t>]+/gm, "")
    .replace(/\s+/g, " ")
    .toLowerCase()
    .trim();
}
