import { offsetMs } from "../../platform/time-zones.ts";
import type { Hours, LineSettings, Menu } from "./line-settings.ts";
import type { CallLeg, CallRow } from "./tables.ts";

const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

/** Whether somebody answers now, by the shop's own clock. */
export function isOpen(hours: Hours | null, at: Date): boolean {
  if (hours === null) return true;
  const local = new Date(at.getTime() + offsetMs(hours.timeZone, at.getTime())).toISOString();
  if (hours.closedDates.includes(local.slice(0, 10))) return false;
  const time = local.slice(11, 16);
  const spans = hours.days[days[new Date(`${local.slice(0, 10)}T00:00:00Z`).getUTCDay()]!] ?? [];
  return spans.some(({ from, to }) => time >= from && time < to);
}

const bare = (words: string) =>
  ` ${words
    .toLowerCase()
    .normalize("NFKC")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()} `;

/** What she pressed, or else said; null: nothing of the menu. The longest words that fit count. */
export function chooseOption(menu: Menu, { digits, speech }: { digits: string; speech: string }) {
  if (digits !== "") return menu.options.find((option) => option.digits === digits) ?? null;
  const said = bare(speech);
  const fitting = menu.options.flatMap((option) =>
    option.words.filter((word) => said.includes(bare(word))).map((word) => ({ option, length: word.length })),
  );
  const spoken = fitting.toSorted((a, b) => b.length - a.length)[0]?.option;
  // Somebody who says the number instead of pressing it.
  return spoken ?? menu.options.find((option) => said.trim() === option.digits) ?? null;
}

const usualTalkSeconds = 180;

/** About how long she waits, in seconds. */
export function estimateWait({
  position,
  people,
  talkSeconds,
}: {
  position: number;
  people: number;
  talkSeconds: number | null;
}): number {
  return Math.round((position * (talkSeconds ?? usualTalkSeconds)) / Math.max(1, people));
}

export interface LegReport {
  status: "dialling" | "ringing" | "answered" | "ended";
  endReason: CallLeg["endReason"];
  at: Date;
  talkedSeconds: number | null;
}
const rank = ["wanted", "dialling", "ringing", "answered", "ended"] as const;
type LegPatch = Partial<Pick<CallLeg, "state" | "endReason" | "answeredAt" | "endedAt" | "externalId">>;

/** What a report changes in a leg; null: nothing. Reports give the same in any order, however often each comes. */
export function legAfter(leg: CallLeg, report: LegReport): LegPatch | null {
  const { status, at, endReason, talkedSeconds } = report;
  const patch: LegPatch = {};
  if (rank.indexOf(status) > rank.indexOf(leg.state)) patch.state = status;
  // The moment it was answered is known best by the report of it, and else by how long it was talked.
  if (status === "answered" && leg.answeredAt?.getTime() !== at.getTime()) patch.answeredAt = at;
  if (status === "ended" && leg.endedAt === null) {
    patch.endedAt = at;
    patch.endReason = endReason;
    const isTalked = talkedSeconds !== null && talkedSeconds > 0;
    if (leg.answeredAt === null && isTalked) patch.answeredAt = new Date(at.getTime() - talkedSeconds * 1000);
  }
  return Object.keys(patch).length > 0 ? patch : null;
}

export interface RoomReport {
  isIn: boolean;
  onHold: boolean;
  muted: boolean;
  at: Date;
  sequence: number;
  roomId: string;
}

/** The newest report counts, whenever it comes. Their time is in whole seconds. */
export function roomAfter(
  leg: Pick<CallLeg, "isIn" | "roomAt" | "roomSequence" | "roomId">,
  { isIn, onHold, muted, at, sequence, roomId }: RoomReport,
) {
  const isAtOnce = leg.roomAt?.getTime() === at.getTime();
  const isSameRoom = leg.roomId === null || leg.roomId === roomId;
  // Who left one room and came into another in the same second is in that: each room counts for itself.
  const isOvertaken = isSameRoom ? sequence <= (leg.roomSequence ?? -1) : leg.isIn && !isIn;
  const isOlder = leg.roomAt !== null && (at < leg.roomAt || (isAtOnce && isOvertaken));
  return isOlder ? null : { isIn, onHold, muted, roomAt: at, roomSequence: sequence, roomId };
}

/** What a call that is over came to. */
export function outcomeOf(
  call: Pick<CallRow, "state" | "direction" | "answeredAt" | "callbackAt">,
  { hasVoicemail }: { hasVoicemail: boolean },
): NonNullable<CallRow["outcome"]> {
  if (call.answeredAt) return "answered";
  if (hasVoicemail) return "voicemail";
  if (call.direction === "outbound" || call.callbackAt) return "not_reached";
  // Whom the assistant gave to people, and who waited for them in vain, is missed as anybody.
  return call.state === "assistant" ? "assistant" : "missed";
}

/** Whether the shop owes her an answer: it missed her, or promised to call back and did not reach her. */
export function isOwed({ outcome, callbackAt }: Pick<CallRow, "outcome" | "callbackAt">): boolean {
  return outcome === "missed" || (outcome === "not_reached" && callbackAt !== null);
}

/** Why nobody answered, by what she was in when it ended. */
export function reasonOf(call: CallRow, endReason: CallLeg["endReason"]): CallRow["reason"] {
  if (call.reason) return call.reason;
  if (call.state === "menu") return endReason === "failed" ? "failed" : "hung_up_in_menu";
  if (call.state === "waiting") return "hung_up_waiting";
  if (call.state === "voicemail") return "nobody_came";
  if (call.state === "callback") return endReason === "canceled" ? "canceled" : "nobody_came";
  if (call.state === "dialling" && endReason !== "completed") return endReason;
  return null;
}

export interface Free {
  memberId: string;
  /** When her last call ended; null: she had none. */
  idleSince: Date | null;
  /** How often this call has rung her. */
  rung: number;
}
/** So many softphones are called at once, at most. */
const mostAtOnce = 10;

/** Whom to ring for a call, of those who are free: everybody at once, or who was rung least and then is idle longest. */
export function chooseRung(free: readonly Free[], strategy: CallRow["strategy"]): string[] {
  const since = ({ idleSince }: Free) => idleSince?.getTime() ?? 0;
  const sorted = free.toSorted((a, b) => a.rung - b.rung || since(a) - since(b) || (a.memberId < b.memberId ? -1 : 1));
  return sorted.slice(0, strategy === "broadcast" ? mostAtOnce : 1).map(({ memberId }) => memberId);
}

/** Whether it may be answered: by the line's clock, and as far as its settings know. */
export function firstTarget(settings: LineSettings, at: Date) {
  return isOpen(settings.hours, at)
    ? { say: settings.greeting, target: settings.first, isClosed: false }
    : { say: settings.closedSay, target: settings.closed, isClosed: true };
}

/** "1 minute", "2 minutes" … for who waits. */
export function minutesInWords(seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  return minutes === 1 ? "one minute" : `${minutes} minutes`;
}

const reasonWords: Record<NonNullable<CallRow["reason"]>, string> = {
  hung_up_in_menu: "hung up in the menu",
  hung_up_waiting: "hung up while waiting",
  nobody_came: "nobody answered, and no message was left",
  closed: "called while closed",
  busy: "busy",
  no_answer: "no answer",
  failed: "the call failed",
  canceled: "canceled",
};

/** What a person reads of a call that nobody answered. */
export function missedWords(call: Pick<CallRow, "reason" | "startedAt" | "endedAt" | "callbackAt">): string {
  const seconds = call.endedAt ? Math.round((call.endedAt.getTime() - call.startedAt.getTime()) / 1000) : 0;
  if (call.callbackAt) {
    const why = call.reason === "nobody_came" ? "nobody was free" : reasonWords[call.reason ?? "no_answer"];
    return `Asked to be called back and was not reached: ${why}`;
  }
  const why = call.reason ? reasonWords[call.reason] : "ended before anybody answered";
  return `Missed call: ${why}, after ${inWords(seconds)}`;
}

/** "Answered, 3:20": what its entry among the messages says of a call that is over. */
export function endedWords(
  call: Pick<CallRow, "outcome" | "reason" | "startedAt" | "answeredAt" | "assistantAt" | "callbackAt" | "endedAt">,
): string {
  const { outcome, reason, answeredAt, assistantAt, endedAt } = call;
  const lasted = (since: Date | null) => (since && endedAt ? `, ${clock(endedAt.getTime() - since.getTime())}` : "");
  if (isOwed(call)) return missedWords(call);
  if (outcome === "answered") return `Call answered${lasted(answeredAt)}`;
  if (outcome === "assistant") return `Call answered by the assistant${lasted(assistantAt)}`;
  if (outcome === "voicemail") return "Missed call: a message was left";
  return `Not reached${reason ? `: ${reasonWords[reason]}` : ""}`;
}

/** "3:20", "1:02:31". */
function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const tail = String(seconds % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

export function inWords(seconds: number): string {
  if (seconds < 60) return `${seconds} seconds`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
