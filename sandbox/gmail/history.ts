import { type GmailCall, limit, many, one, page } from "./call.ts";
import { invalid, notFound } from "./errors.ts";
import type { HistoryRecord, HistoryType } from "./state.ts";

const fields: Record<HistoryType, string> = {
  messageAdded: "messagesAdded",
  messageDeleted: "messagesDeleted",
  labelAdded: "labelsAdded",
  labelRemoved: "labelsRemoved",
};

/** Source: https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.history/list */
export function listHistory({ mailbox, request }: GmailCall) {
  const { query } = request;
  const start = one(query.startHistoryId);
  if (!start || !/^\d{1,20}$/.test(start)) throw invalid("Missing or invalid startHistoryId");
  if (BigInt(start) < mailbox.oldestHistoryId) throw notFound();
  const types = many(query.historyTypes);
  const unknown = types.find((type) => !(type in fields));
  if (unknown) throw invalid(`Invalid value at 'history_types': "${unknown}"`);
  const label = one(query.labelId);
  const records = mailbox.history.filter(
    (record) =>
      record.id > BigInt(start) &&
      (types.length === 0 || types.includes(record.type)) &&
      (!label || record.message.labelIds.includes(label)),
  );
  const { items, nextPageToken } = page(records, query.pageToken, limit(query.maxResults, 100, 500));
  const history = items.map(resource);
  return { ...(history.length > 0 ? { history } : {}), nextPageToken, historyId: String(mailbox.historyId) };
}

function resource({ id, type, message, changed }: HistoryRecord) {
  const entry = type.startsWith("label") ? { message, labelIds: changed } : { message };
  const { id: messageId, threadId } = message;
  return { id: String(id), messages: [{ id: messageId, threadId }], [fields[type]]: [entry] };
}
