import { z } from "zod";
import { beginChat } from "../../../domain/chats/index.ts";
import { endpoint } from "../../endpoint.ts";

export const beginSession = endpoint({
  method: "post",
  path: "/v1/widget/sessions",
  scope: "page",
  summary: "Begin a chat session in a shop's page",
  description:
    "Asked by the page itself, of whatever site. Without `identity` she is a visitor, of whom nothing is known: the AI " +
    "shows her nothing of any customer. With it she is the customer of that email address, as sure as the shop is: a JWT " +
    "(HS256, signed on the shop's server with the chat's identity secret) with the claims `email`, `exp` (a day ahead at " +
    "most) and, if you like, `name`. 401 says what is wrong with it. Keep the token in the page and begin a new session " +
    "when it is refused.",
  tag: "Chat",
  input: z.object({
    key: z.string().regex(/^[0-9a-f]{24}$/, "The chat's key, as it was told when the chat was opened"),
    identity: z.string().max(4000).optional(),
  }),
  output: z.object({
    token: z.string().describe("For `Authorization: Bearer` of what follows."),
    expiresAt: z.iso.datetime().describe("A visitor's holds 30 days; of who is vouched for, as long as the shop said."),
    isVouchedFor: z.boolean(),
    name: z.string(),
  }),
  status: 201,
  problems: [401, 404, 429],
  async run(_ctx, input, { db, chat }) {
    const shopper = await beginChat(db, input);
    const { name, isVouchedFor, until } = shopper;
    return { token: chat.tokens.make(shopper), expiresAt: until.toISOString(), isVouchedFor, name };
  },
});
