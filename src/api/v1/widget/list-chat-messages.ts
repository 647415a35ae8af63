import { z } from "zod";
import { readChat } from "../../../domain/chats/index.ts";
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
        name: z.string().describe("Who of the shop wrote."),
        text: z.string(),
        sentAt: z.iso.datetime(),
      }),
    ),
  }),
  problems: [429],
  async run(_ctx, _input, { db, chat }) {
    const messages = await readChat(db, known(chat));
    const items = messages.map(({ id, kind, author, text, sentAt }) => ({
      ...{ id, from: kind === "reply" ? ("shop" as const) : ("shopper" as const), name: author.name },
      ...{ text, sentAt: sentAt.toISOString() },
    }));
    return { items };
  },
});
