import { z } from "zod";
import { createCannedReply as create } from "../../../domain/canned/index.ts";
import { endpoint } from "../../endpoint.ts";
import { cannedReplyShape, showCannedReply, wordingInput } from "./canned-reply-shape.ts";

export const createCannedReply = endpoint({
  method: "post",
  path: "/v1/canned-replies",
  scope: "canned_replies:manage",
  summary: "Keep a text to answer with, or a macro",
  description:
    "422 with `details.reason` = `template` when the text names a variable that does not exist; `details.problems` " +
    "says which, where, and which one was probably meant; with `steps` when a step names what is gone or archived. 409 with `shortcut_taken` when another reply of the team " +
    "has the shortcut.",
  tag: "Canned replies",
  input: z.object({
    ...wordingInput,
    language: wordingInput.language.default(null),
    teamId: wordingInput.teamId.default(null),
    body: wordingInput.body.default(""),
    steps: wordingInput.steps.default([]),
  }),
  output: cannedReplyShape,
  status: 201,
  problems: [409],
  run: async (ctx, input) => showCannedReply(ctx, await create(ctx, input)),
});
