import type { Guidance } from "../api/types.ts";
import type { ModeRule } from "./content.ts";
import { channelNames, confidenceNames, intentName, modeNames } from "./wording.ts";

export type GuidanceChange = Guidance["changes"][number];

const pieces: Record<string, string> = {
  tone: "Tone",
  about: "About the shop",
  languages: "Answers in",
  disclosure: "Says that it is an AI",
  handOverTeamId: "Handed over to",
  forbiddenTopics: "Says nothing about",
  handOverTopics: "Goes to people",
  followUpAfterDays: "Reminds who does not answer after",
  "outreach cart": "Writes of a cart left behind",
  "outreach backInStock": "Tells who asked that something is there again",
};

/** A change as a person reads it. */
export function inWords({ what, before, after }: GuidanceChange, teamName: (id: string) => string) {
  const [, piece = what, rest = ""] = /^(\w+) ?([\s\S]*)$/.exec(what) ?? [];
  const said = (text: string | null) => text && wordsOf(piece, text, teamName);
  return { title: titleOf(piece, rest), before: said(before), after: said(after) };
}

function titleOf(piece: string, rest: string): string {
  if (piece === "procedures") {
    const [, intent = rest, when] = /^(\w+)(?:: ([\s\S]*))?$/.exec(rest) ?? [];
    return `Procedure: ${intentName(intent)}${when ? `, when ${when}` : ""}`;
  }
  if (piece === "modes") {
    const [channel = "", intent = ""] = rest.split(" ");
    return `${known(channelNames, channel)}, ${intentName(intent)}`;
  }
  return pieces[piece] ?? pieces[`${piece} ${rest}`] ?? piece;
}

function wordsOf(piece: string, text: string, teamName: (id: string) => string): string {
  if (piece === "handOverTeamId") return teamName(text);
  const [, mode, least, minutes] = /^(\w+), from (\w+)(?:, after (\d+) minutes)?$/.exec(text) ?? [];
  if (piece !== "modes" || !mode || !least) return text;
  const pause = minutes ? ` of ${minutes} min` : "";
  return `${known(modeNames, mode)}${pause}${mode === "draft" ? "" : `, ${known(confidenceNames, least)}`}`;
}

type Word = ModeRule["channel" | "mode" | "leastConfidence"];

function known(names: Partial<Record<Word, string>>, word: string): string {
  return Object.entries(names).find(([name]) => name === word)?.[1] ?? word;
}
