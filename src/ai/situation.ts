import { findStanding, type Run } from "../domain/automation/index.ts";
import type { Conversation } from "../domain/conversations/index.ts";
import { readTogether } from "../domain/events/index.ts";
import { type Guidance, publishedGuidance } from "../domain/guidance/index.ts";
import { isHeldOut } from "../domain/hold-outs/index.ts";
import { hasOpenCode, readCodes } from "../domain/verification/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { mayNotAsk } from "./ask-model.ts";
import { grantFor } from "./grant.ts";
import { type Journal, readJournal } from "./journal.ts";
import { type Heard, listen } from "./listen.ts";
import type { NoDraft } from "./no-draft.ts";
import { refuseUnwanted } from "./refuse-unwanted.ts";
import { lookAt, type Seen } from "./seen.ts";
import { toolsFor } from "./tools/index.ts";
import type { Grant, Tool } from "./tools/tool.ts";

/** All that a turn begins with. */
export interface Situation {
  conversation: Conversation;
  guidance: Guidance;
  seen: Seen;
  heard: Heard;
  /** The AI gave it to people before. */
  isWithPeople: boolean;
  /** It is kept out of it by chance. */
  isHeldOut: boolean;
  grant: Grant;
  tools: readonly Tool[];
  journal: Journal;
  /** Why no model may be asked for now. */
  refusal: NoDraft | null;
}

/**
 * Reads it in one transaction. A one-time code she may have written is looked for before anything is made of what she
 * wrote: where one is waited for, all is read again afterwards.
 *
 * @param reader reads only; the grant goes on with it.
 * @throws NoDraft when nobody wants an answer.
 */
export async function readSituation(reader: Context, run: Run): Promise<Situation> {
  const looked = await readTogether(reader, async (ctx) => {
    const [conversation, isCodeAwaited] = await Promise.all([
      refuseUnwanted(ctx, run),
      hasOpenCode(ctx, run.conversationId),
    ]);
    return isCodeAwaited ? { conversation } : readRest(ctx, reader, run, conversation);
  });
  if ("grant" in looked) return looked;
  await readCodes(reader, looked.conversation);
  return readTogether(reader, (ctx) => readRest(ctx, reader, run, looked.conversation));
}

async function readRest(ctx: Context, reader: Context, run: Run, conversation: Conversation): Promise<Situation> {
  const looking = lookAt(ctx, conversation);
  const granted = looking.then(async (seen) => {
    const grant = await grantFor(reader, run, conversation, { ctx, seen });
    return { grant, tools: await toolsFor(ctx, grant) };
  });
  const [seen, heard, guidance, standing, heldOut, journal, refusal, { grant, tools }] = await Promise.all([
    looking,
    looking.then(({ messages }) => listen(ctx, conversation, run.lastMessageId, messages)),
    publishedGuidance(ctx),
    findStanding(ctx, conversation.id),
    isHeldOut(ctx, conversation.id),
    readJournal(ctx, run),
    mayNotAsk(ctx),
    granted,
  ]);
  const silence = { isWithPeople: standing !== null, isHeldOut: heldOut };
  return { conversation, guidance, seen, heard, ...silence, grant, tools, journal, refusal };
}
