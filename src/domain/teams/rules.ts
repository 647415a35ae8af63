import { AppError } from "../../platform/errors.ts";
import type { AvailabilityRow } from "./tables.ts";

export const longestTeamName = 60;
/** Teams in use; they are listed, and chosen from, all at once. */
export const mostTeams = 100;
export const mostTeamMembers = 500;

export const channels = ["email", "sms", "voice", "chat"] as const;
export type Channel = (typeof channels)[number];
export type Capacity = Record<Channel, number>;
export const mostCapacity = 1000;

/** Open conversations a member is handed at a time when nobody decided otherwise. */
const usualCapacity: Capacity = { email: 20, sms: 10, chat: 4, voice: 1 };

export const intents = ["online", "away", "away_reassigning"] as const;
export type Intent = (typeof intents)[number];
/** What colleagues see: "offline" is somebody who says online and has not been here for long. */
export const availabilityStates = [...intents, "offline"] as const;
export type AvailabilityState = (typeof availabilityStates)[number];

/**
 * How long all windows of a member may be gone before she counts as offline: longer than a closed laptop on the way to
 * a meeting room, shorter than a lunch.
 */
export const goneAfterMs = 10 * 60_000;

export function isHere({ lastSeenAt, goneSince }: AvailabilityRow, at: Date): boolean {
  return lastSeenAt !== null && goneSince === null && at.getTime() - lastSeenAt.getTime() < goneAfterMs;
}

/** Whether a look at her is due some time: it goes on by itself until she is gone. */
export function isWatched({ lastSeenAt, goneSince }: AvailabilityRow): boolean {
  return lastSeenAt !== null && goneSince === null;
}

export function stateOf(row: AvailabilityRow | undefined, at: Date): AvailabilityState {
  if (!row) return "offline";
  if (row.state !== "online") return row.state;
  return isHere(row, at) ? "online" : "offline";
}

export function capacityOf(row: Pick<AvailabilityRow, "capacity"> | undefined): Capacity {
  return { ...usualCapacity, ...row?.capacity };
}

/** @throws AppError("invalid_input") with `details.field`. */
export function checkTeamName(given: string): string {
  const name = given.trim();
  if (name === "" || name.length > longestTeamName || name.includes("\0") || !name.isWellFormed()) {
    throw new AppError("invalid_input", `A team's name has 1 to ${longestTeamName} characters`, {
      details: { field: "name" },
    });
  }
  return name;
}

/** @throws AppError("invalid_input") with `details.field`. */
export function checkCapacity(given: Partial<Capacity>): Partial<Capacity> {
  for (const [channel, limit] of Object.entries(given)) {
    const isChannel = channels.some((name) => name === channel);
    if (isChannel && Number.isInteger(limit) && limit >= 0 && limit <= mostCapacity) continue;
    throw new AppError("invalid_input", `A capacity is a whole number from 0 to ${mostCapacity} for a channel`, {
      details: { field: channel },
    });
  }
  return given;
}
