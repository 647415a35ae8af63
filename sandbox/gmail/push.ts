import { now } from "../../src/platform/clock.ts";
import type { Outgoing } from "../outgoing.ts";
import type { Settings } from "../settings.ts";
import { signedToken } from "./keys.ts";
import type { Mail, Mailbox } from "./state.ts";

let lastMessageId = BigInt(now().getTime()) * 1000n;

/**
 * Tells the watcher of a mailbox that something changed, the way Pub/Sub pushes it.
 * Sources: https://developers.google.com/workspace/gmail/api/guides/push,
 * https://docs.cloud.google.com/pubsub/docs/authenticate-push-subscriptions
 */
export function notify(mailbox: Mailbox, mail: Mail | null, settings: Settings, outgoing: Outgoing): void {
  const { pushUrl: url } = settings;
  if (!url || !isWatched(mailbox, mail)) return;
  const notice = { emailAddress: mailbox.address, historyId: String(mailbox.historyId) };
  const messageId = String(++lastMessageId);
  const publishTime = now().toISOString();
  const data = Buffer.from(JSON.stringify(notice)).toString("base64");
  const message = { data, messageId, message_id: messageId, publishTime, publish_time: publishTime };
  outgoing.send("push", {
    ...{ url, label: mailbox.address, headers: () => headers(settings) },
    body: JSON.stringify({ message, subscription: "projects/sandbox/subscriptions/gmail" }),
  });
}

function isWatched({ watch }: Mailbox, mail: Mail | null): boolean {
  if (!watch || watch.expiresAtMs <= now().getTime()) return false;
  if (!mail || watch.labelIds.length === 0) return true;
  return watch.labelIds.some((label) => mail.labelIds.has(label)) !== watch.excludes;
}

function headers({ pushAudience, pushServiceAccount }: Settings): Record<string, string> {
  const token = signedToken({
    ...{ aud: pushAudience, azp: "100000000000000000001", sub: "100000000000000000001" },
    ...{ email: pushServiceAccount, email_verified: true },
  });
  return { "content-type": "application/json", authorization: `Bearer ${token}` };
}
