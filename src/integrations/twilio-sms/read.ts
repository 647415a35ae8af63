import { createHash } from "node:crypto";
import { z } from "zod";
import type { RawRequest, Webhook } from "../contract.ts";
import { one, type Payload } from "./payload.ts";
import { fieldsIn } from "./verify.ts";

/** The account that a request says it is about, lower-case as connections are kept. */
export const account: Webhook["account"] = (request) => {
  const sid = one(fieldsIn(request), "AccountSid");
  return sid && /^AC[0-9a-f]{32}$/i.test(sid) ? sid.toLowerCase() : null;
};

/**
 * A text that came in is told once under its SID, however often Twilio repeats it; a status once for each status.
 * @returns none for what is neither.
 */
export const read: Webhook["read"] = (request) => {
  const fields = fieldsIn(request);
  const sid = one(fields, "MessageSid") ?? one(fields, "SmsSid");
  const status = one(fields, "MessageStatus") ?? one(fields, "SmsStatus");
  if (!sid || !/^[A-Z]{2}[0-9a-fA-F]{32}$/.test(sid)) return [];
  const isInbound = status === "received" || status === "receiving" || (status === null && fields.Body !== undefined);
  const receivedAt = (request.receivedAt ?? new Date(0)).toISOString();
  const told = { receivedAt, ownMessageId: ownMessageId(request), fields };
  if (isInbound) {
    const payload: Payload = { kind: "message", ...told };
    return [{ externalId: sid, orderingKey: pairOf(fields), payload }];
  }
  if (!status) return [];
  const payload: Payload = { kind: "status", ...told };
  return [{ externalId: `${sid}:${status}`.slice(0, 100), orderingKey: sid, payload }];
};

/** Says nothing of the numbers: it outlives the erasure of whoever has them. */
function pairOf(fields: Payload["fields"]): string {
  const pair = `${one(fields, "AccountSid")} ${one(fields, "To")} ${one(fields, "From")}`;
  return createHash("sha256").update(pair).digest("hex").slice(0, 32);
}

const uuid = z.uuid();

function ownMessageId({ url = "" }: RawRequest): string | null {
  const [, query] = url.split("?");
  return query === undefined ? null : (uuid.safeParse(new URLSearchParams(query).get("message")).data ?? null);
}
