import { z } from "zod";
import { now } from "../../platform/clock.ts";
import type { Changes, Connection } from "../contract.ts";
import { callGmail } from "./client.ts";
import { fetchPage } from "./fetch.ts";

/** Lists hold ids alone and are cheap; mails are read a page at a time. */
const listSize = 500;
const pageSize = 50;
const daySeconds = 24 * 3600;
const farthestBackSeconds = 30 * daySeconds;
const windowSeconds = 3 * daySeconds;

/**
 * How far a full sync has come: also its cursor, so that a crash resumes it,
 * "full:HISTORY_ID:START_OF_WINDOW:LAST_MESSAGE_ID".
 */
interface Place {
  /** The mailbox's before the first list: what arrives in between is read twice, never lost. */
  historyId: string;
  /** Seconds since 1970. */
  windowStart: number;
  /** The last mail read in this window; empty: none yet. */
  lastId: string;
}
const fullSyncCursor = /^full:(\d+):(\d+):(.*)$/s;

/** Reads the last 30 days, oldest first: a thread's question must be filed before the answer to it. */
export async function startFullSync(connection: Connection): Promise<Changes> {
  const { historyId } = await callGmail(connection, (api) => api.users.getProfile({ userId: "me" }));
  const windowStart = nowSeconds() - farthestBackSeconds;
  return readPage(connection, { historyId: z.string().regex(/^\d+$/).parse(historyId), windowStart, lastId: "" });
}

/** The next page of a running full sync; null when the cursor is not one of those. */
export function resumeFullSync(connection: Connection, cursor: string): Promise<Changes> | null {
  const [, historyId, windowStart, lastId] = fullSyncCursor.exec(cursor) ?? [];
  if (!historyId || lastId === undefined) return null;
  return readPage(connection, { historyId, windowStart: Number(windowStart), lastId });
}

async function readPage(connection: Connection, from: Place): Promise<Changes> {
  for (let place = from; ; place = nextWindow(place)) {
    const isLastWindow = place.windowStart + windowSeconds > nowSeconds();
    const ids = await idsInWindow(connection, place.windowStart, isLastWindow);
    // When the last mail read is deleted meanwhile its window begins again: deliveries are stored once.
    const left = ids.slice(ids.indexOf(place.lastId) + 1);
    const { deliveries, unitsRead } = await fetchPage(
      connection,
      left.slice(0, pageSize).map((id) => [id]),
    );
    if (unitsRead < left.length) {
      return { deliveries, cursor: cursorAt({ ...place, lastId: left[unitsRead - 1]! }), more: true };
    }
    if (isLastWindow) return { deliveries, cursor: place.historyId, more: false };
    if (unitsRead > 0) return { deliveries, cursor: cursorAt(nextWindow(place)), more: true };
  }
}

/**
 * Oldest first. Windows overlap by a second on each side, because the search does not say which ends it includes;
 * the last one has no end.
 * Source: https://developers.google.com/workspace/gmail/api/guides/filtering
 */
async function idsInWindow(connection: Connection, windowStart: number, isLast: boolean): Promise<string[]> {
  const end = isLast ? "" : ` before:${windowStart + windowSeconds + 1}`;
  const q = `after:${windowStart - 1}${end} -in:chats`;
  const newestFirst: string[] = [];
  let pageToken: string | undefined;
  do {
    const { messages = [], nextPageToken } = await callGmail(connection, (api) =>
      api.users.messages.list({ userId: "me", q, maxResults: listSize, pageToken }),
    );
    newestFirst.push(...messages.flatMap(({ id }) => id ?? []));
    pageToken = nextPageToken || undefined;
  } while (pageToken);
  return [...new Set(newestFirst)].reverse();
}

function nextWindow({ historyId, windowStart }: Place): Place {
  return { historyId, windowStart: windowStart + windowSeconds, lastId: "" };
}

function cursorAt({ historyId, windowStart, lastId }: Place): string {
  return `full:${historyId}:${windowStart}:${lastId}`;
}

function nowSeconds(): number {
  return Math.floor(now().getTime() / 1000);
}
