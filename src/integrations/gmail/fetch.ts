import { causeOf, ResponseTooLarge } from "../../platform/http-client.ts";
import type { Connection, Delivery } from "../contract.ts";
import { callGmail, type GmailMessage, maxMailBytes } from "./client.ts";
import { nullIfGone } from "./failure.ts";
import type { MailPayload } from "./payload.ts";

const atOnce = 3;
/** Drafts change their id when sent; the rest was not written to the shop. */
const otherMail = new Set(["DRAFT", "SPAM", "TRASH", "CHAT"]);

export function isForUs(labelIds: readonly string[] | null | undefined): boolean {
  return !labelIds?.some((label) => otherMail.has(label));
}

/** Mails of a page, in characters of base64url: what comes after that many is left to the next page. */
const maxPageChars = 32 * 1024 * 1024;

/**
 * One call a message, up to a bound of bytes: 50 large mails in one page would not fit into a string.
 *
 * @param units message ids that are read together or not at all, in order; an empty one costs nothing.
 * @returns how many units were read, at least one if there is one, and their mail, oldest first. Mail deleted since
 *   it was listed is left out.
 */
export async function fetchPage(
  connection: Connection,
  units: readonly (readonly string[])[],
): Promise<{ deliveries: Delivery[]; unitsRead: number }> {
  const payloads = new Map<string, MailPayload | null>();
  let unitsRead = 0;
  let chars = 0;
  while (unitsRead < units.length && chars < maxPageChars) {
    const ids: string[] = [];
    while (unitsRead < units.length && ids.length < atOnce) ids.push(...units[unitsRead++]!);
    const unread = [...new Set(ids)].filter((id) => !payloads.has(id));
    for (const [id, payload] of await fetchPayloads(connection, unread)) {
      payloads.set(id, payload);
      chars += payload && "raw" in payload ? payload.raw.length : 0;
    }
  }
  const found = [...payloads.values()].filter((payload) => payload !== null);
  const deliveries = found
    .sort((a, b) => Number(a.internalDate) - Number(b.internalDate))
    .map((payload) => ({ externalId: payload.id, orderingKey: payload.threadId, payload }));
  return { deliveries, unitsRead };
}

async function fetchPayloads(connection: Connection, ids: readonly string[]) {
  const payloads: [string, MailPayload | null][] = [];
  for (let i = 0; i < ids.length; i += atOnce) {
    const group = ids.slice(i, i + atOnce);
    const fetched = await Promise.all(group.map((id) => fetchPayload(connection, id)));
    payloads.push(...fetched.map((payload, n): [string, MailPayload | null] => [group[n]!, payload]));
  }
  return payloads;
}

async function fetchPayload(connection: Connection, id: string): Promise<MailPayload | null> {
  try {
    const message = await callGmail(connection, (api) => api.users.messages.get({ userId: "me", id, format: "raw" }));
    if (!isForUs(message.labelIds)) return null;
    if (!message.raw || (message.sizeEstimate ?? 0) > maxMailBytes) return await fetchHeaders(connection, id);
    return { ...identity(id, message), raw: message.raw };
  } catch (error) {
    if (causeOf(error, ResponseTooLarge)) return fetchHeaders(connection, id);
    return nullIfGone(error);
  }
}

async function fetchHeaders(connection: Connection, id: string): Promise<MailPayload | null> {
  try {
    const message = await callGmail(connection, (api) =>
      api.users.messages.get({ userId: "me", id, format: "metadata" }),
    );
    if (!isForUs(message.labelIds)) return null;
    const headers = (message.payload?.headers ?? []).map(({ name, value }) => ({
      name: name ?? "",
      value: value ?? "",
    }));
    return { ...identity(id, message), snippet: message.snippet ?? "", headers };
  } catch (error) {
    return nullIfGone(error);
  }
}

function identity(id: string, { threadId, labelIds, internalDate, sizeEstimate }: GmailMessage) {
  return {
    id,
    threadId: threadId ?? id,
    labelIds: labelIds ?? [],
    internalDate: internalDate ?? "0",
    sizeEstimate: sizeEstimate ?? 0,
  };
}
