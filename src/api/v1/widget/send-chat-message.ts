import { z } from "zod";
import { receiveChat } from "../../../domain/chats/index.ts";
import { endpoint, nothing } from "../../endpoint.ts";
import { known } from "./known-shopper.ts";

export const sendChatMessage = endpoint({
  method: "post",
  path: "/v1/widget/messages",
  scope: "shopper",
  summary: "Write in a chat",
  description:
    "It is in the shop's inbox when this is answered. Sent again with the same `clientMessageId` it is one message. 401 " +
    "when the session is over.",
  tag: "Chat",
  input: z.object({
    clientMessageId: z.uuid(),
    text: z
      .string()
      .max(4000)
      .refine((text) => /[^\s\p{Cc}\p{Cf}]/u.test(text), "Write something that can be seen"),
  }),
  output: nothing,
  problems: [429],
  run: (_ctx, input, { db, chat }) => receiveChat(db, known(chat), input),
});
