import type { Call } from "../api/types.ts";

/** +12025550142 → "+1 202 555 0142"; numbers of other countries in threes from the end. */
export function spelled(number: string): string {
  const american = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  if (american) return `+1 ${american.slice(1).join(" ")}`;
  return number;
}

/** Who is at the other end, as far as it shows a number. */
export function numberOf({ number }: Pick<Call, "number">): string {
  return number === null ? "a withheld number" : spelled(number);
}

/** "2:31", "1:02:31". */
export function clockOf(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const tail = String(seconds % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

/** How long she was talked with, by the clock of those who carried the call; null: nobody did, or it goes on. */
export function talkedMs({ legs, answeredAt, assistantAt, endedAt, outcome }: Call): number | null {
  const answers = legs.flatMap((leg) =>
    leg.role === "customer" || !leg.answeredAt ? [] : [Date.parse(leg.answeredAt)],
  );
  const known = answeredAt ?? (outcome === "assistant" ? assistantAt : null);
  if (endedAt === null || known === null) return null;
  return Date.parse(endedAt) - (answers.length > 0 ? Math.min(...answers) : Date.parse(known));
}

const states: Record<Call["state"], string> = {
  menu: "In the menu",
  waiting: "Waiting",
  callback: "Wants to be called back",
  dialling: "Calling",
  connected: "On the line",
  assistant: "With the assistant",
  voicemail: "Leaving a message",
  ended: "Ended",
};

export function stateOf({ state }: Pick<Call, "state">): string {
  return states[state];
}

const outcomes: Record<NonNullable<Call["outcome"]>, string> = {
  answered: "Answered",
  missed: "Missed call",
  voicemail: "Left a message",
  assistant: "Answered by the assistant",
  not_reached: "Not reached",
};

const reasons: Record<string, string> = {
  hung_up_in_menu: "hung up in the menu",
  hung_up_waiting: "hung up while waiting",
  nobody_came: "nobody came to the phone",
  closed: "outside of opening hours",
  declined: "declined",
  busy: "busy",
  no_answer: "no answer",
  canceled: "given up",
  failed: "the call could not be put through",
};

/** "Missed call: hung up while waiting". */
export function outcomeOf({ outcome, reason }: Pick<Call, "outcome" | "reason">): string {
  const said = outcome === null ? "Over" : outcomes[outcome];
  const why = reason === null ? "" : (reasons[reason] ?? reason.replaceAll("_", " "));
  return why && outcome !== "answered" && outcome !== "voicemail" ? `${said}: ${why}` : said;
}

export function endReasonOf(reason: string | null): string {
  if (reason === null || reason === "completed") return "";
  return reasons[reason.replaceAll("-", "_")] ?? reason.replaceAll(/[-_]/g, " ");
}
