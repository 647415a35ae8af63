import { newId } from "../../platform/ids.ts";
import type { Log } from "../../platform/log.ts";

/** What is said on both sides, written down in the order it was said while the talk goes on. */
export interface Lines {
  caller(text: string): void;
  /** @returns the line's id. */
  assistant(line: { text: string; firstWordsMs: number | null; wasCut: boolean }): string;
  /** Only so much of it was heard. */
  cut(lineId: string, heard: string): void;
  /** All that was said so far is written, or cannot be. */
  settled(): Promise<void>;
}

export interface WrittenLine {
  id: string;
  speaker: "customer" | "ai";
  text: string;
  firstWordsMs: number | null;
  wasCut: boolean;
}

/** Nobody waits on the phone for a database: a line that cannot be written is lost, and said in the log. */
export function openLines(
  writer: { add(line: WrittenLine): Promise<unknown>; cut(lineId: string, heard: string): Promise<unknown> },
  log: Log,
): Lines {
  let chain: Promise<unknown> = Promise.resolve();
  const then = (write: () => Promise<unknown>) => {
    chain = chain.then(write).catch((error: unknown) => log.error({ err: error }, "a line of a call was not written"));
  };
  return {
    caller(text) {
      const line: WrittenLine = { id: newId(), speaker: "customer", text, firstWordsMs: null, wasCut: false };
      then(() => writer.add(line));
    },
    assistant(said) {
      const line: WrittenLine = { id: newId(), speaker: "ai", ...said };
      then(() => writer.add(line));
      return line.id;
    },
    cut: (lineId, heard) => then(() => writer.cut(lineId, heard)),
    settled: () => chain.then(() => undefined),
  };
}
