import { causeOf, ResponseTooLarge } from "../../platform/http-client.ts";
import type { Connection, Delivery } from "../contract.ts";
import { callGmail, type GmailMessage, maxMailBytes } from "./client.ts";
import { nullIfGone } from "./failure.ts";
import type { MailPayload } from "./payload.ts";

const atOnce = 4;
/** Drafts change their id when sent; the rest was not written to the shop. */
const otherMail = new Set(["DRAFT", "SPAM", "TRASH", "CHAT"]);

export function isForUs(labelIds: readonly string[] | null | undefined): boolean {
  return !labelIds?.some((label) => otherMail.has(label));
}

/** One call a message. Mail deleted since it was listed is left out; the rest comes oldest first. */
export async function fetchDeliveries(connection: Connection, messageIds: readonly string[]): Promise<Delivery[]> {
  const payloads: MailPayload[] = [];
  for (let i = 0; i < messageIds.length; i += atOnce) {
    const group = messageIds.slice(i, i + atOnce).map((id) => fetchPayload(connection, id));
    payloads.push(...(await Promise.all(group)).filter((payload) => payload !== null));
  }
  return payloads
    .sort((a, b) => Number(a.internalDate) - Number(b.internalDate))
    .map((payload) => ({ externalId: payload.id, orderingKey: payload.threadId, payload }));
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
