/** Why the shop writes to somebody who has not asked for it at this moment. */
export const occasions = ["cart", "back_in_stock"] as const;
export type Occasion = (typeof occasions)[number];

/** Why there is nothing to write about any more. */
const ends = [
  ...(["source_gone", "shop_disconnected", "cart_completed", "ordered"] as const),
  ...(["request_ended", "sold_out_again"] as const),
] as const;
export type Over = (typeof ends)[number];

/** Why nothing was written, or nothing came of what was: stable words. */
export const reasons = [
  ...ends,
  ...(["newer_cart", "too_late"] as const),
  ...(["switched_off", "no_model", "ai_keeps_out"] as const),
  ...(["no_address", "no_conversation", "no_consent", "consent_withdrawn", "asked_to_stop"] as const),
  // Something is open between her and the shop.
  ...(["waiting_for_shop", "with_people", "action_pending", "bad_rating", "return_open", "delivery_trouble"] as const),
  ...(["she_wrote", "another_active", "never_answered", "capped"] as const),
] as const;
export type Reason = (typeof reasons)[number];

/** A conversation in which she could be written to, and what stands against it there. */
export interface Way {
  conversationId: string;
  channel: "email" | "sms";
  refusal: "no_consent" | "consent_withdrawn" | null;
  /** Since when one may reach her there unasked, if not now. */
  opensAt: Date | null;
}

/** All that is asked before somebody is written to, as it is at this moment. */
export interface Facts {
  at: Date;
  /** Why there is nothing to write about any more. */
  ended: Reason | null;
  /** Why the shop does not want it. */
  unwanted: Reason | null;
  /** After that it comes too late. */
  latestAt: Date | null;
  hasAddress: boolean;
  /** Best first. */
  ways: readonly Way[];
  /** She has said stop somewhere, not long ago. */
  hasSaidStop: boolean;
  trouble: Reason | null;
  /** Since it was planned. */
  hasWritten: boolean;
  hasAnother: boolean;
  /** It is to sell something; else she has asked for it herself. */
  isAdvertising: boolean;
  /** When she was written to unasked. */
  writtenAt: readonly Date[];
  /** Of these, when she has given no sign since. */
  unansweredAt: readonly Date[];
  isHeldOut: boolean;
}

export type Verdict =
  | { is: "allowed"; way: Way }
  | { is: "held_out"; way: Way }
  | { is: "deferred"; until: Date }
  | { is: "denied"; reason: Reason };

const hourMs = 3_600_000;
/** At most so many to one person, over all occasions and channels. */
const caps = [
  { count: 1, withinMs: 24 * hourMs },
  { count: 2, withinMs: 7 * 24 * hourMs },
  { count: 4, withinMs: 30 * 24 * hourMs },
] as const;

/** Who was silent so often is left alone for so long; what she asked for herself she is told all the same. */
const silence = { count: 2, restsMs: 90 * 24 * hourMs } as const;

/**
 * Whether somebody may be written to unasked, decided by facts alone. What is drawn by lot comes last: only who would have
 * been written to is compared with who was.
 */
export function maySend(facts: Facts): Verdict {
  const { at, latestAt, isHeldOut } = facts;
  const reason = whyNot(facts);
  if (reason) return { is: "denied", reason };
  const open = facts.ways.filter(({ refusal }) => refusal === null);
  const [first] = open;
  if (!first) return { is: "denied", reason: whyNoWay(facts) };
  const isLate = (moment: Date) => latestAt !== null && moment > latestAt;
  if (isLate(at)) return { is: "denied", reason: "too_late" };
  const way = open.find(({ opensAt }) => opensAt === null);
  if (!way) {
    const until = new Date(Math.min(...open.map(({ opensAt }) => (opensAt ?? at).getTime())));
    return isLate(until) ? { is: "denied", reason: "too_late" } : { is: "deferred", until };
  }
  return { is: isHeldOut ? "held_out" : "allowed", way };
}

function whyNot(facts: Facts): Reason | null {
  const { ended, unwanted, hasAddress, hasSaidStop, trouble, hasWritten, hasAnother } = facts;
  if (ended ?? unwanted) return ended ?? unwanted;
  if (!hasAddress) return "no_address";
  if (facts.ways.every(({ refusal }) => refusal !== null)) return whyNoWay(facts);
  if (hasSaidStop) return "asked_to_stop";
  if (trouble) return trouble;
  if (hasWritten) return "she_wrote";
  if (hasAnother) return "another_active";
  if (isSilent(facts)) return "never_answered";
  return isCapped(facts) ? "capped" : null;
}

function whyNoWay({ ways }: Facts): Reason {
  if (ways.length === 0) return "no_conversation";
  return ways.some(({ refusal }) => refusal === "consent_withdrawn") ? "consent_withdrawn" : "no_consent";
}

function isSilent({ at, isAdvertising, unansweredAt }: Facts): boolean {
  const isRecent = unansweredAt.some((one) => at.getTime() - one.getTime() < silence.restsMs);
  return isAdvertising && unansweredAt.length >= silence.count && isRecent;
}

function isCapped({ at, writtenAt }: Facts): boolean {
  return caps.some(
    ({ count, withinMs }) => writtenAt.filter((one) => at.getTime() - one.getTime() < withinMs).length >= count,
  );
}

export const harm = {
  /** Fewer say more of chance than of what was written. */
  leastSent: 200,
  mostOptedOut: 0.02,
  lookBackDays: 30,
  /** Who wants nothing more so long after it may have other reasons. */
  followsWithinDays: 7,
} as const;

/** Whether nobody else is written to, by what came of those who were. */
export function doesHarm({ sent, optedOut }: { sent: number; optedOut: number }): boolean {
  return sent >= harm.leastSent && optedOut / sent > harm.mostOptedOut;
}
