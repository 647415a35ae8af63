import { z } from "zod";
import type { Connection, Pull } from "../contract.ts";
import { callGmail } from "./client.ts";
import { GmailRejected } from "./failure.ts";
import { fetchPage, isForUs } from "./fetch.ts";
import { resumeFullSync, startFullSync } from "./full-sync.ts";

const historyPageSize = 50;

/**
 * Lists what changed in a mailbox since `cursor`.
 *
 * @param cursor Gmail historyId, a decimal string (64-bit: never a JS number), or a running full sync;
 *   null on the first run, which reads the last 30 days.
 * @returns one page of deliveries, bounded in number and bytes. Between pages the cursor is the page's last record,
 *   not the mailbox's historyId, which is already at the end: continuing from that would lose the pages between.
 * @throws ConnectionBroken when the grant was revoked; ProviderUnavailable on timeout, 429 and 5xx.
 *
 * A historyId is valid "typically at least a week", rarely only hours; a 404 for an old one means start
 * over, which is harmless because deliveries are stored once.
 * Source: https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.history/list
 */
export const changes: Pull["changes"] = async (connection, cursor) => {
  const resumed = cursor === null ? null : resumeFullSync(connection, cursor);
  if (resumed) return resumed;
  if (cursor === null || !decimal.safeParse(cursor).success) return startFullSync(connection);
  const page = await historySince(connection, cursor);
  if (!page) return { ...(await startFullSync(connection)), startedOver: true };
  const { records, hasMore } = page;
  const { deliveries, unitsRead } = await fetchPage(connection, records.map(newMessageIds));
  if (unitsRead < records.length) return { deliveries, cursor: latest(cursor, records[unitsRead - 1]!.id), more: true };
  return { deliveries, cursor: hasMore ? page.lastRecordId : page.mailboxHistoryId, more: hasMore };
};

interface HistoryPage {
  /** In order. */
  records: HistoryRecord[];
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
    const records = page.records.toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
    return { records, lastRecordId, mailboxHistoryId: latest(cursor, page.historyId), hasMore };
  }
}

const decimal = z.string().regex(/^\d+$/);
const historyMessage = z.object({ id: z.string(), labelIds: z.array(z.string()).nullish() });
const historyRecord = z.object({
  id: decimal,
  messagesAdded: z.array(z.object({ message: historyMessage })).nullish(),
  labelsAdded: z.array(z.object({ message: historyMessage, labelIds: z.array(z.string()).nullish() })).nullish(),
});
type HistoryRecord = z.infer<typeof historyRecord>;
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
function newMessageIds({ messagesAdded, labelsAdded }: HistoryRecord): string[] {
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
