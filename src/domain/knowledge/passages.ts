/** A piece of an article, short enough to be read and cited as one. */
export interface Passage {
  /** The heading it stands under; empty at the beginning. */
  heading: string;
  text: string;
}

/** Characters a passage has if the article lets it, and at most. */
const fitting = 1500;
const longest = 2000;

/** Cuts what is too long for one passage: at its headings, then between paragraphs, then between sentences. */
export function passagesOf(body: string): Passage[] {
  if (body.length <= fitting) return body === "" ? [] : [{ heading: "", text: body }];
  const passages: Passage[] = [];
  let heading = "";
  let paragraphs: string[] = [];
  const close = () => {
    for (const text of joined(paragraphs.flatMap(pieces))) passages.push({ heading, text });
    paragraphs = [];
  };
  for (const block of body.split(/\n\s*\n|\n(?=#{1,6} )|(?<=^#{1,6} .*)\n/m)) {
    const title = /^#{1,6} +(.+?) *#*$/.exec(block.trim())?.[1];
    if (title === undefined) {
      if (block.trim() !== "") paragraphs.push(block.trim());
      continue;
    }
    close();
    heading = title;
  }
  close();
  return passages;
}

/** Neighbours together as long as they fit. */
function joined(paragraphs: readonly string[]): string[] {
  const texts: string[] = [];
  for (const paragraph of paragraphs) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + paragraph.length + 2 <= fitting)
      texts[texts.length - 1] = `${last}\n\n${paragraph}`;
    else texts.push(paragraph);
  }
  return texts;
}

/** A paragraph that is too long, sentence by sentence; a sentence that is too long, anywhere. */
function pieces(paragraph: string): string[] {
  if (paragraph.length <= longest) return [paragraph];
  const cut: string[] = [];
  for (const sentence of paragraph.split(/(?<=[.!?。！？]["')\]]?)\s+|\n/)) {
    const last = cut.at(-1);
    if (last !== undefined && last.length + sentence.length < fitting) cut[cut.length - 1] = `${last} ${sentence}`;
    else
      for (let at = 0; at < sentence.length; at += longest) cut.push(sentence.slice(at, at + longest).toWellFormed());
  }
  return cut;
}
