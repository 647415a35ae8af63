import { ProviderRejected } from "../../platform/errors.ts";
import type { Integration, OutgoingMessage, SentMessage } from "../contract.ts";

/**
 * The chat in a shop's own pages. There is no provider: what the shopper writes comes in by the API (`/v1/widget`), and
 * an answer is there for her page to read as soon as it counts as sent.
 */
export const webChat: Integration = {
  id: "web-chat",
  name: "Web chat",
  channel: "chat",
  send: {
    message: async (_connection, message) => taken(message),
    // Nothing leaves the house, so an attempt that was cut off has done nothing that could be done twice.
    find: async (_connection, message) => taken(message),
  },
};

function taken({ id, files }: OutgoingMessage): SentMessage {
  if (files.length > 0)
    throw new ProviderRejected("A chat takes no files: write her where to find it, or send an email");
  return { externalId: id, rfcMessageId: null };
}
