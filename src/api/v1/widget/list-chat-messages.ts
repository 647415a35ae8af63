import { z } from "zod";
import { readChat } from "../../../domain/chats/index.ts";
import type { ChatMessage } from "../../../domain/conversations/index.ts";
import { endpoint } from "../../endpoint.ts";
import { known } from "./known-shopper.ts";

export const listChatMessages = endpoint({
  method: "get",
  path: "/v1/widget/messages",
  scope: "shopper",
  summary: "What was written in a chat",
  description:
    "The newest hundred between her and the shop, oldest first; no note, and nothing of other conversations. Ask every " +
    "few seconds while the chat is open. 401 when the session is over.",
  tag: "Chat",
  input: z.object({}),
  output: z.object({
    items: z.array(
      z.object({
        id: z.uuid(),
        from: z.enum(["shopper", "shop"]),
        name: z.string().describe("Who of the shop wrote; of what a rule or a program wrote, what the chat is called."),
        text: z.string(),
        sentAt: z.iso.datetime(),
      }),
    ),
  }),
  problems: [429],
  async run(_ctx, _input, { db, chat }) {
    const messages = await readChat(db, known(chat));
    const items = messages.map(({ id, kind, text, sentAt, ...by }) => ({
      ...{ id, from: kind === "reply" ? ("shop" as const) : ("shopper" as const), name: nameOf(by) },
      ...{ text, sentAt: sentAt.toISOString() },
    }));
    return { items };
  },
});

/** What a rule or a program wrote, the shop wrote: what its people call them is theirs. */
function nameOf({ author, from }: Pick<ChatMessage, "author" | "from">): string {
  const isKnown = author.type === "customer" || author.type === "member" || author.type === "ai";
  return isKnown ? author.name : (from?.name ?? "");
}
