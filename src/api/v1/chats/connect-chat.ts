import { z } from "zod";
import { connectChat as connect } from "../../../domain/chats/index.ts";
import { endpoint } from "../../endpoint.ts";
import { chatShape, showChat } from "./chat-shape.ts";

export const connectChat = endpoint({
  method: "post",
  path: "/v1/chats",
  scope: "connections:manage",
  summary: "Open a chat for a shop's pages",
  description:
    "`key` stands in the shop's pages and begins sessions (`POST /v1/widget/sessions`). `identitySecret` is told this once: " +
    "the shop's server signs with it, as a JWT, who is logged in there, and nobody else may know it. The answer is a " +
    "connection like others: it is listed, given a team and disconnected with them.",
  tag: "Chat",
  input: z.object({ name: z.string().trim().min(1).max(100).describe("To tell it from others: the shop's name.") }),
  output: chatShape,
  status: 201,
  run: async (ctx, input) => showChat(await connect(ctx, input)),
});
