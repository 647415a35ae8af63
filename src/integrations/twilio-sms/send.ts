import type { OutgoingMessage, Send, SentMessage } from "../contract.ts";
import { accessIn, callTwilio } from "./client.ts";
import { fileUrl, webhookUrl } from "./connect.ts";

/** Listed when it is not certain whether a text was taken. */
const recentlySent = 50;
/** For clocks that differ. */
const toleranceMs = 5 * 60_000;
const surelyOver: ReadonlySet<string> = new Set(["failed", "undelivered", "canceled"]);

/**
 * Hands a text to the messaging service, from the number the conversation is with. What becomes of it comes to the
 * address given with it, which names our message: also before the answer to this.
 */
export const message: Send["message"] = async (connection, outgoing) => {
  const given = accessIn(connection.credentials);
  const sent = await callTwilio(
    given,
    (api) =>
      api.messages.create({
        to: outgoing.to[0]?.address ?? "",
        messagingServiceSid: given.messagingServiceSid,
        ...(outgoing.from.address && { from: outgoing.from.address }),
        body: outgoing.text,
        ...(outgoing.files.length > 0 && {
          mediaUrl: outgoing.files.flatMap(({ link }) => (link ? fileUrl(link) : [])),
        }),
        smartEncoded: true,
        statusCallback: `${webhookUrl()}?message=${outgoing.id}`,
      }),
    { sending: true },
  );
  return { externalId: sent.sid, rfcMessageId: null };
};

/**
 * Twilio knows no key of ours: a text is recognised by whom it went to, by its words, and by when. One that another
 * message of ours is known by is not this one, and one that failed was not delivered.
 */
export const find: Send["find"] = async (connection, outgoing, isTaken) => {
  const given = accessIn(connection.credentials);
  const to = outgoing.to[0]?.address;
  if (!to) return null;
  // Not by date: what is not sent yet has none.
  const listed = await callTwilio(given, (api) => api.messages.list({ to, limit: recentlySent }));
  const earliest = outgoing.writtenAt.getTime() - toleranceMs;
  const ours = listed
    .filter(({ direction, status }) => direction === "outbound-api" && !surelyOver.has(status))
    .filter(({ from }) => !from || !outgoing.from.address || from === outgoing.from.address)
    .filter(({ body }) => sameWords(body ?? "", outgoing))
    .filter(({ dateCreated }) => dateCreated.getTime() >= earliest)
    .sort((a, b) => a.dateCreated.getTime() - b.dateCreated.getTime());
  for (const { sid } of ours) {
    if (!(await isTaken?.(sid))) return found(sid);
  }
  return null;
};

function found(externalId: string): SentMessage {
  return { externalId, rfcMessageId: null };
}

/** Smart encoding may have replaced signs by plainer ones: letters and digits stay. */
function sameWords(listed: string, { text }: OutgoingMessage): boolean {
  const bare = (words: string) => words.normalize("NFKC").replace(/[^\p{L}\p{N}]+/gu, "");
  return listed === text || (bare(listed) === bare(text) && bare(text) !== "");
}
