import { z } from "zod";
import { isHeldOut } from "../../domain/hold-outs/index.ts";
import { builtIn } from "../../domain/tool-switches/index.ts";
import { codeLanguages, lastCode, sendCode as send } from "../../domain/verification/index.ts";
import type { Context } from "../../domain/workspaces/index.ts";
import { defineTool, type Grant, type Tool } from "./tool.ts";

const standing = builtIn("send_code");
const input = z.strictObject({ language: z.enum(codeLanguages) });

/** Says how the last code went too: the model sees no codes, and would not know. */
export async function sendCodeFor(ctx: Context, { conversationId, assurance }: Grant): Promise<Tool[]> {
  if (assurance === "verified") return [];
  const [last, heldOut] = await Promise.all([lastCode(ctx, conversationId), isHeldOut(ctx, conversationId)]);
  if (heldOut) return [];
  return [
    defineTool({
      ...standing,
      description: `Sends a one-time code to the address this customer writes from, by itself, in a message of its own. When she has answered with it you may see her orders and change them. Tell her that it comes and ask her to answer with it; never ask for it elsewhere. Now: ${states[last?.state ?? "none"]}${last?.state === "open" && last.guessesLeft < 3 ? ` A wrong one was given; ${last.guessesLeft} more can be tried.` : ""}`,
      input,
      may: ["conversations:write"],
      async run(grant, { language }) {
        const { to, expiresAt } = await send(grant.ctx, { conversationId, runId: grant.runId, language });
        return { sentTo: to, expiresAt: expiresAt.toISOString() };
      },
    }),
  ];
}

const states = {
  none: "none was sent.",
  open: "one was sent and not given yet.",
  matched: "one was given, and what it allowed is over.",
  used_up: "only wrong ones were given: hand over if that was not a mistake.",
  replaced: "none is good.",
  expired: "the one that was sent is too old.",
};
