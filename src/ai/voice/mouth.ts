import { cutSentences } from "./sentences.ts";
import { speakable } from "./speakable.ts";

/** One answer on its way to the caller. */
export interface Mouth {
  /** Words of the model as they come. Said sentence by sentence, each one checked before. */
  add(delta: string): void;
  /** The answer is complete. */
  end(): void;
  /** Words without a check, such as "one moment". */
  say(text: string): void;
  /** Nothing more is said, whatever still comes. */
  close(): void;
  /** Why a sentence was not said; empty when all were. */
  problems(): string[];
  /** Lets a second answer be said after one with problems. */
  forgive(): void;
  /** What was given to the voice so far. */
  said(): string;
  /** Whether the model has said anything. */
  hasAnswered(): boolean;
}

export interface MouthOptions {
  language(): string;
  /** Gives words to the voice. */
  send(text: string, isLast: boolean): void;
  /** What keeps a sentence from being said; empty when nothing does. */
  check(sentence: string): string[];
  /** The first words of the model are on their way. */
  onFirst(): void;
}

export function openMouth({ language, send, check, onFirst }: MouthOptions): Mouth {
  const sentences = cutSentences(language());
  let [said, isClosed, hasAnswered, needsEnd] = ["", false, false, false];
  let problems: string[] = [];
  const speak = (text: string) => {
    if (isClosed || problems.length > 0) return;
    const found = check(text);
    if (found.length > 0) {
      problems = found;
      return;
    }
    const words = speakable(text, language());
    if (words.trim() === "") return;
    if (!hasAnswered) onFirst();
    hasAnswered = true;
    give(words);
  };
  const give = (words: string) => {
    const joint = said === "" || /\s$/.test(said) ? "" : " ";
    said += joint + words;
    needsEnd = true;
    send(joint + words, false);
  };
  return {
    add(delta) {
      for (const sentence of sentences.add(delta)) speak(sentence);
    },
    end() {
      const rest = sentences.rest();
      if (rest.trim() !== "") speak(rest);
      if (isClosed || !needsEnd || problems.length > 0) return;
      needsEnd = false;
      send("", true);
    },
    say(text) {
      if (!isClosed) give(text);
    },
    close() {
      isClosed = true;
    },
    problems: () => problems,
    forgive() {
      sentences.rest();
      problems = [];
    },
    said: () => said.trim(),
    hasAnswered: () => hasAnswered,
  };
}

/**
 * What was heard of words when somebody spoke into them: up to where the voice says it was. A voice that names words we
 * did not give it is believed as far as they fit.
 */
export function heardOf(said: string, spoken: string): string {
  const words = (text: string) => text.split(/\s+/).filter(Boolean);
  const [all, until] = [words(said), words(spoken)];
  if (until.length === 0) return "";
  const bare = (word: string | undefined) => (word ?? "").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  for (let from = 0; from + until.length <= all.length; from++) {
    const fits = until.every((word, n) => {
      const [told, meant] = [bare(word), bare(all[from + n])];
      return n === until.length - 1 ? meant.startsWith(told) : meant === told;
    });
    if (fits) return all.slice(0, from + until.length).join(" ");
  }
  return all.slice(0, Math.min(until.length, all.length)).join(" ");
}
