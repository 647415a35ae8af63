import type { AiReport } from "../api/types.ts";

export type Outcome = keyof AiReport["questions"];
type Share = AiReport["resolution"];
type Difference = AiReport["holdOut"]["settled"];

/** In the order they are shown, with what each means; the whole of it is docs/reports.md. */
export const outcomes: readonly { name: Outcome; words: string; means: string; isAi: boolean }[] = [
  {
    ...{ name: "resolved", words: "Resolved by the AI", isAi: true },
    means: "Only the AI wrote, it had the last word, and for seven days nobody wrote again.",
  },
  {
    ...{ name: "reopened", words: "Came back", isAi: true },
    means: "Only the AI wrote; it was closed, and she wrote again within seven days.",
  },
  {
    ...{ name: "left_open", words: "Left open", isAi: true },
    means: "Only the AI wrote, and the customer had the last word.",
  },
  { ...{ name: "handed_over", words: "Handed over", isAi: true }, means: "The AI gave it to people." },
  { ...{ name: "with_people", words: "With people", isAi: true }, means: "The AI wrote, and so did a person." },
  {
    ...{ name: "undecided", words: "Not decided yet", isAi: false },
    means: "Only the AI wrote, and the seven days are not over. It is in no rate.",
  },
  {
    ...{ name: "people", words: "People alone", isAi: false },
    means: "Only people wrote; drafts of the AI that they sent are theirs.",
  },
  { ...{ name: "unanswered", words: "Not answered", isAi: false }, means: "Nobody has written to her." },
];

const whole = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 0 });

export function percent(share: number | null): string {
  return share === null ? "–" : whole.format(share);
}

/** "3 of 4; between 30% and 95%". */
export function rangeText({ count, of, low, high }: Share): string {
  if (low === null || high === null) return "nothing to count yet";
  return `${count} of ${of}; truly between ${percent(low)} and ${percent(high)}`;
}

/** What a comparison of the two groups may be taken to say. */
export function verdictText(what: string, { difference, low, high, verdict }: Difference, show: (n: number) => string) {
  if (verdict === "too_few" || difference === null || low === null || high === null) {
    return `${what}: too few to tell.`;
  }
  const range = `between ${show(low)} and ${show(high)}`;
  if (verdict === "none_seen") return `${what}: no difference can be seen (${range}).`;
  return `${what}: ${show(Math.abs(difference))} ${verdict} with the AI (${range}).`;
}

export const points = (share: number) => `${Math.round(share * 100)} points`;
export const hours = (n: number) => `${Math.round(n * 10) / 10} h`;

export const whoNames: Record<AiReport["orders"][number]["by"], string> = {
  ai: "The AI",
  people: "People",
  both: "Both",
};

export const handOverNames: Record<string, string> = {
  asked_for_person: "Asked for a person",
  anger: "Angry",
  legal: "Legal steps",
  safety: "Danger",
  topic: "A topic you leave to people",
  forbidden_topic: "A topic it says nothing about",
  low_confidence: "Not sure enough",
  checks_failed: "Answers did not pass the checks",
  policy_refused: "Against the shop’s rules",
  budget: "Budget used up",
  model_failed: "No model answered",
  tool_failed: "Something could not be looked up",
  repeated: "Answers did not help",
};

export const draftNames = {
  sentAlone: "Sent by itself",
  used: "Sent as it was",
  edited: "Changed, then sent",
  ownWords: "Answered in own words",
  discarded: "Thrown away",
  other: "Overtaken or waiting",
} as const;

export const occasionNames: Record<AiReport["outreach"][number]["occasion"], string> = {
  cart: "A cart left behind",
  back_in_stock: "Back in stock",
};

const refusals: Record<string, string> = {
  no_consent: "had not agreed to advertising",
  consent_withdrawn: "wants nothing more",
  asked_to_stop: "said stop lately",
  no_conversation: "never wrote",
  waiting_for_shop: "waits for an answer",
  with_people: "people have it",
  never_answered: "did not answer twice",
  return_open: "a return is under way",
  bad_rating: "rated an answer low lately",
  delivery_trouble: "something did not arrive",
  action_pending: "something is not done yet",
  capped: "was written to enough",
  another_active: "is written to of something else",
};

/** Why nobody was written to; "too_late" is "too late" until somebody finds better words. */
export function refusalName(reason: string): string {
  return refusals[reason] ?? reason.replaceAll("_", " ");
}
