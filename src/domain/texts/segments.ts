// Twilio's own counter: what it says is what is charged, and its list of look-alikes is the one messaging services use.
import { SegmentedMessage } from "sms-segments-calculator";

/** How a text travels: GSM-7 holds Western letters in 7 bits, UCS-2 everything else in 16. */
export interface Segments {
  encoding: "GSM-7" | "UCS-2";
  /** What is sent and paid for. */
  segments: number;
  /** More units of the encoding that fit into the last segment; most emoji take two of UCS-2 or more. */
  unitsLeft: number;
  /** As people count: an emoji is one. */
  characters: number;
  /** The characters that need UCS-2, each once. */
  outsideGsm: string[];
}

/**
 * Counts what a text costs. No character is cut: the two halves of an emoji, and an escape and what it escapes, stay
 * together, so that a segment may go out with room to spare.
 *
 * @param smart look-alikes of plain signs (curly quotes, dashes) are replaced first, as messaging services do.
 */
export function countSegments(text: string, { smart = true } = {}): Segments {
  const characters = [...graphemes.segment(text)].length;
  if (text === "") return { encoding: "GSM-7", segments: 0, unitsLeft: 160, characters, outsideGsm: [] };
  const counted = new SegmentedMessage(text, "auto", smart);
  const encoding = counted.getEncodingName() === "GSM-7" ? "GSM-7" : "UCS-2";
  const bits = encoding === "GSM-7" ? 7 : 16;
  const last = counted.segments.at(-1);
  return {
    ...{ encoding, segments: counted.segmentsCount, characters },
    unitsLeft: last ? Math.floor(last.freeSizeInBits() / bits) : 0,
    outsideGsm: [...new Set(counted.getNonGsmCharacters())],
  };
}

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
