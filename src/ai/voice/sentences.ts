/** Words without an end are said in pieces of about this length. */
const longestWait = 240;
const isWhole = /[.!?…。！？]["'”’)\]]*\s+$/u;

export interface Sentences {
  /** Takes in more text; gives the sentences that are whole by now. */
  add(delta: string): string[];
  /** What is left at the end. */
  rest(): string;
}

/** Cuts a stream of text into sentences: a sentence can be checked before it is said, a word cannot. */
export function cutSentences(language: string): Sentences {
  const segmenter = segmenterFor(language);
  let pending = "";
  return {
    add(delta) {
      pending += delta;
      const parts = [...segmenter.segment(pending)].map(({ segment }) => segment);
      const last = parts.pop() ?? "";
      const whole = isWhole.test(last) ? [...parts, last] : parts;
      pending = isWhole.test(last) ? "" : last;
      if (pending.length > longestWait) {
        const cut = pending.lastIndexOf(" ") + 1 || pending.length;
        whole.push(pending.slice(0, cut));
        pending = pending.slice(cut);
      }
      return whole.filter((sentence) => sentence.trim() !== "");
    },
    rest() {
      const rest = pending;
      pending = "";
      return rest;
    },
  };
}

function segmenterFor(language: string): Intl.Segmenter {
  try {
    return new Intl.Segmenter(language, { granularity: "sentence" });
  } catch {
    return new Intl.Segmenter("en", { granularity: "sentence" });
  }
}
