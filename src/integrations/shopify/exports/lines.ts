/** One line of a JSONL file. */
export interface Line {
  /** Null: longer than anything that could be a record. */
  text: string | null;
  /** Where the next line begins, in bytes of the file. */
  end: number;
}

const newline = 0x0a;
const longestLineBytes = 32 * 1024 * 1024;

/**
 * The lines of a file as its bytes come, those of one chunk together. A last line without a newline counts when the
 * bytes end there. Holds no more than one chunk and one line.
 *
 * @param start where in the file the bytes begin.
 */
export async function* linesIn(chunks: AsyncIterable<Uint8Array>, start: number): AsyncGenerator<Line[]> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let end = start;
  for await (const bytes of chunks) {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const lines: Line[] = [];
    let from = 0;
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
      end += heldBytes + at + 1 - from;
      lines.push({ text: textOf(held, heldBytes, chunk.subarray(from, at)), end });
      held = [];
      heldBytes = 0;
      from = at + 1;
    }
    heldBytes += chunk.length - from;
    if (heldBytes > longestLineBytes) held = [];
    else if (from < chunk.length) held.push(chunk.subarray(from));
    if (lines.length > 0) yield lines;
  }
  if (heldBytes > 0) yield [{ text: textOf(held, heldBytes, Buffer.alloc(0)), end: end + heldBytes }];
}

function textOf(held: readonly Buffer[], heldBytes: number, rest: Buffer): string | null {
  if (heldBytes + rest.length > longestLineBytes) return null;
  if (held.length === 0) return rest.toString("utf8");
  return Buffer.concat([...held, rest]).toString("utf8");
}
