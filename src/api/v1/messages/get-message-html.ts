import { z } from "zod";
import { getMessage } from "../../../domain/conversations/index.ts";
import { NotFound } from "../../../platform/errors.ts";
import { endpoint } from "../../endpoint.ts";
import { safeHtml } from "./safe-html.ts";

export const getMessageHtml = endpoint({
  method: "get",
  path: "/v1/messages/:messageId/html",
  scope: "conversations:read",
  summary: "Read a message as HTML, made safe",
  description:
    "No scripts, forms, frames or styles that reach outside. Remote images tell the sender that the mail was read, so " +
    "they are blocked unless asked for. 404 when the message has no HTML.",
  tag: "Messages",
  input: z.object({ messageId: z.uuid(), images: z.enum(["blocked", "shown"]).default("blocked") }),
  output: z
    .object({ html: z.string(), blockedImages: z.number().int().describe("Remote images left out.") })
    .meta({ id: "MessageHtml" }),
  async run(ctx, { messageId, images }) {
    const { html, text } = await getMessage(ctx, messageId);
    if (html === null) throw new NotFound("HTML of message", messageId);
    return safeHtml({ html, text, images });
  },
});
