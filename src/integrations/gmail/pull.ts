import { z } from "zod";
import type { Changes, Connection, Pull } from "../contract.ts";
import { callGmail } from "./client.ts";
import { GmailRejected } from "./failure.ts";
import { fetchDeliveries, isForUs } from "./fetch.ts";

const historyPageSize = 50;
const listPageSize = 25;
const recentMail = "newer_than:30d -in:chats";

/** A running full sync is a cursor too, so that a crash resumes it: "full:HISTORY_ID:PAGE_TOKEN". */
const fullSyncCursor = /^full:(\d+):(.+)$/s;

/**
 * Lists what changed in a mailbox since `cursor`.
 *
 * @param cursor Gmail historyId, a decimal string (64-bit: never a JS number), or a running full sync;
 *   null on the first run, which reads the last 30 days.
 * @returns one page of deliveries. Between pages the cursor is the page's last record, not the mailbox's
 *   historyId, which is already at the end: continuing from that would lose the pages between.
 * @throws ConnectionBroken when the grant was revoked; ProviderUnavailable on timeout, 429 and 5xx.
 *
 * A historyId is valid "typically at least a week", rarely only hours; a 404 for an old one means start
 * over, which is harmless because deliveries are stored once.
 * Source: https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.history/list
 */
export const changes: Pull["changes"] = async (connection, cursor) => {
  if (cursor === null) return startOver(connection);
  const [, historyId, pageToken] = fullSyncCursor.exec(cursor) ?? [];
  if (historyId && pageToken) return resumeFullSync(connection, historyId, pageToken);
  const page = await historySince(connection, cursor);
  if (!page) return { ...(await startOver(connection)), startedOver: true };
  return {
    deliveries: await fetchDeliveries(connection, page.messageIds),
    cursor: page.hasMore ? page.lastRecordId : page.mailboxHistoryId,
    more: page.hasMore,
  };
};

/** The mailbox's historyId is read before the list: what arrives in between is read twice, never lost. */
async function startOver(connection: Connection): Promise<Changes> {
  const { historyId } = await callGmail(connection, (api) => api.users.getProfile({ userId: "me" }));
  return fullSyncPage(connection, decimal.parse(historyId), undefined);
}

/** Page tokens expire; then the list begins again under the same historyId. */
async function resumeFullSync(connection: Connection, historyId: string, pageToken: string): Promise<Changes> {
  try {
    return await fullSyncPage(connection, historyId, pageToken);
  } catch (error) {
    if (!(error instanceof GmailRejected)) throw error;
    return fullSyncPage(connection, historyId, undefined);
  }
}

async function fullSyncPage(
  connection: Connection,
  historyId: string,
  pageToken: string | undefined,
): Promise<Changes> {
  const { messages = [], nextPageToken } = await callGmail(connection, (api) =>
    api.users.messages.list({ userId: "me", q: recentMail, maxResults: listPageSize, pageToken }),
  );
  const deliveries = await fetchDeliveries(
    connection,
    messages.flatMap(({ id }) => id ?? []),
  );
  if (!nextPageToken) return { deliveries, cursor: historyId, more: false };
  return { deliveries, cursor: `full:${historyId}:${nextPageToken}`, more: true };
}

interface HistoryPage {
  messageIds: string[];
  lastRecordId: string;
  mailboxHistoryId: string;
  hasMore: boolean;
}

/** Null: the cursor is too old. A page may name no record at all; then the next is read at once. */
async function historySince(connection: Connection, cursor: string): Promise<HistoryPage | null> {
  let pageToken: string | undefined;
  for (;;) {
    const page = await historyPage(connection, cursor, pageToken);
    if (!page) return null;
    const lastRecordId = latest(cursor, ...page.records.map(({ id }) => id));
    const hasMore = page.nextPageToken !== undefined;
    if (hasMore && lastRecordId === cursor) {
      pageToken = page.nextPageToken;
      continue;
    }
    const messageIds = [...new Set(page.records.flatMap(newMessageIds))];
    return { messageIds, lastRecordId, mailboxHistoryId: latest(cursor, page.historyId), hasMore };
  }
}

const decimal = z.string().regex(/^\d+$/);
const historyMessage = z.object({ id: z.string(), labelIds: z.array(z.string()).nullish() });
const historyRecord = z.object({
  id: decimal,
  messagesAdded: z.array(z.object({ message: historyMessage })).nullish(),
  labelsAdded: z.array(z.object({ message: historyMessage, labelIds: z.array(z.string()).nullish() })).nullish(),
});
const historyAnswer = z.object({
  history: z
    .array(historyRecord)
    .nullish()
    .transform((records) => records ?? []),
  historyId: decimal,
  nextPageToken: z
    .string()
    .nullish()
    .transform((token) => token || undefined),
});

async function historyPage(connection: Connection, startHistoryId: string, pageToken: string | undefined) {
  try {
    const answer = await callGmail(connection, (api) =>
      api.users.history.list({
        userId: "me",
        startHistoryId,
        pageToken,
        historyTypes: ["messageAdded", "labelAdded"],
        maxResults: historyPageSize,
      }),
    );
    const { history: records, historyId, nextPageToken } = historyAnswer.parse(answer);
    return { records, historyId, nextPageToken };
  } catch (error) {
    if (error instanceof GmailRejected && error.status === 404) return null;
    throw error;
  }
}

/** New mail, and mail that came out of spam or the bin into the inbox. */
function newMessageIds({ messagesAdded, labelsAdded }: z.infer<typeof historyRecord>): string[] {
  const added = (messagesAdded ?? []).map(({ message }) => message);
  const rescued = (labelsAdded ?? [])
    .filter(({ labelIds }) => labelIds?.includes("INBOX"))
    .map(({ message }) => message);
  return [...added, ...rescued].filter(({ labelIds }) => isForUs(labelIds)).map(({ id }) => id);
}

/** The greatest of decimal strings of up to 64 bits. */
function latest(...ids: string[]): string {
  return ids.reduce((a, b) => (BigInt(b) > BigInt(a) ? b : a));
}
