import type { Sandbox } from "../sandbox.ts";
import { newSid } from "./sid.ts";
import type { Message } from "./state.ts";

const longestMs = 10_000;
const largestBytes = 5_000_000;
const largestOtherBytes = 500_000;
/** Source: https://www.twilio.com/docs/messaging/guides/accepted-mime-types */
const accepted = /^(?:image|audio|video)\/|^text\/(?:plain|csv|vcard|x-vcard|calendar)$|^application\/(?:pdf|vcard)$/;

/** Fetches what a text has to show; the error code when something of it cannot be had. */
export async function fetchMedia(sandbox: Sandbox, message: Message): Promise<number | null> {
  let total = 0;
  for (const url of message.mediaUrls) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(longestMs) }).catch(() => null);
    if (!answer?.ok) return 11200;
    const bytes = Buffer.from(await answer.arrayBuffer());
    const contentType = (answer.headers.get("content-type") ?? "").split(";")[0]?.trim() ?? "";
    total += bytes.length;
    if (!accepted.test(contentType) || bytes.length === 0) return 12300;
    const isPicture = /^image\/(?:jpeg|png|gif)$/.test(contentType);
    if (total > largestBytes || (!isPicture && bytes.length > largestOtherBytes)) return 30019;
    const createdAt = sandbox.twilio.schedule.now();
    message.media.push({ sid: newSid("ME"), contentType, bytes, createdAt });
  }
  return null;
}
