import { z } from "zod";
import { connectChat } from "../../../domain/chats/index.ts";
import { endpoint } from "../../endpoint.ts";
import { chatShape, showChat } from "./chat-shape.ts";

export const replaceChatSecret = endpoint({
  method: "post",
  path: "/v1/chats/:connectionId/secrets",
  scope: "connections:manage",
  summary: "Give a chat a new identity secret",
  description: "The old one is worth nothing at once, and every session begun before is over. Its key stays.",
  tag: "Chat",
  input: z.object({ connectionId: z.uuid() }),
  output: chatShape,
  status: 201,
  run: async (ctx, { connectionId }) => showChat(await connectChat(ctx, { replacing: connectionId })),
});
