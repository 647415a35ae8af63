import { z } from "zod";
import type { RawRequest, Webhook } from "../contract.ts";

const envelope = z.object({ message: z.object({ data: z.string() }) });
const notice = z.object({ emailAddress: z.string().min(1) });

/**
 * The mailbox a Pub/Sub push is about: base64 JSON `{"emailAddress", "historyId"}` inside the envelope.
 * Its historyId is not used: history is read from our own stored cursor, or the pages between would be lost.
 */
export const account: Webhook["account"] = (request) => {
  const outer = envelope.safeParse(json(request));
  if (!outer.success) return null;
  const inner = notice.safeParse(json({ body: Buffer.from(outer.data.message.data, "base64") }));
  return inner.success ? inner.data.emailAddress.trim().toLowerCase() : null;
};

/** A push only says that something changed. */
export const read: Webhook["read"] = () => "pull";

function json({ body }: Pick<RawRequest, "body">): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return null;
  }
}
