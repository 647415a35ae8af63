import { rfc2822 } from "./dates.ts";
import { messageErrors } from "./message-errors.ts";
import type { Media, Message } from "./state.ts";

export function messageUri({ account, sid }: Message): string {
  return `/2010-04-01/Accounts/${account.sid}/Messages/${sid}`;
}

export function messageView(message: Message) {
  const { sid, account, from, to, body, status, errorCode, segments, media, mediaUrls, serviceSid } = message;
  const uri = messageUri(message);
  const isOpen = status === "accepted" || status === "scheduled";
  return {
    ...{
      sid,
      account_sid: account.sid,
      from,
      to,
      body,
      status,
      direction: message.direction,
      api_version: "2010-04-01",
    },
    ...{ num_segments: isOpen ? "0" : String(segments), num_media: String(media.length || mediaUrls.length) },
    ...{ error_code: errorCode, error_message: errorCode === null ? null : (messageErrors[errorCode] ?? null) },
    ...{ messaging_service_sid: serviceSid, price: null, price_unit: "USD", uri: `${uri}.json` },
    ...{ date_created: rfc2822(message.createdAt), date_updated: rfc2822(message.updatedAt) },
    date_sent: message.sentAt && rfc2822(message.sentAt),
    subresource_uris: { media: `${uri}/Media.json`, feedback: `${uri}/Feedback.json` },
  };
}

export function mediaView(message: Message, { sid, contentType, createdAt }: Media) {
  return {
    ...{ sid, account_sid: message.account.sid, parent_sid: message.sid, content_type: contentType },
    ...{ date_created: rfc2822(createdAt), date_updated: rfc2822(createdAt) },
    uri: `${messageUri(message)}/Media/${sid}.json`,
  };
}
