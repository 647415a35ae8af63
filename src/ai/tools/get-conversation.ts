import { z } from "zod";
import {
  chooseRecipients,
  listMessages,
  getConversation as readConversation,
} from "../../domain/conversations/index.ts";
import { builtIn } from "../../domain/tool-switches/index.ts";
import { withoutGivenCodes } from "../../domain/verification/index.ts";
import { describeMessage, isCorrespondence, wordsOf } from "../brief.ts";
import { addMessage } from "../evidence.ts";
import { mayRead, readerOf } from "../reader.ts";
import { defineTool } from "./tool.ts";

export const getConversation = defineTool({
  ...builtIn("get_conversation"),
  description: "Earlier messages of this conversation: up to 10 before the one with this number (12 for m12).",
  input: z.strictObject({ beforeMessage: z.number() }),
  async run({ ctx, conversationId, evidence }, { beforeMessage }) {
    const before = Math.trunc(Math.min(Math.max(beforeMessage, 1), 2 ** 31 - 1));
    const conversation = await readConversation(ctx, conversationId);
    const { answered } = await chooseRecipients(ctx, conversation);
    const reader = readerOf(conversation, answered ?? undefined);
    const messages = await withoutGivenCodes(ctx, await listMessages(ctx, { conversationId, before, limit: 10 }));
    const shown = messages
      .filter((message) => isCorrespondence(message) && mayRead(reader, message))
      .toReversed()
      .map((message) => ({ message, text: wordsOf(message, messages, 1000) }));
    for (const { message, text } of shown) addMessage(evidence, message, text);
    return { messages: shown.map(({ message, text }) => describeMessage(message, text)) };
  },
});
