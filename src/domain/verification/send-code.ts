import { randomBytes } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { allow, authorOf } from "../access/index.ts";
import { getRun } from "../automation/index.ts";
import {
  type Conversation,
  lockConversation,
  queueReply,
  refuseStale,
  viaOf,
  type Way,
} from "../conversations/index.ts";
import { getCustomer } from "../customers/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import { type Context, getWorkspace } from "../workspaces/index.ts";
import { type CalledFrom, findWayToCaller } from "./caller.ts";
import { isOpenIn, placeOf, refuseTooMany } from "./queries.ts";
import { codeHoldsMs, hashOfCode, maskedAddress, newCode, sayerOf } from "./rules.ts";
import { verificationCodes } from "./tables.ts";
import { type CodeLanguage, codeMessage, codeSubject } from "./words.ts";

export interface SentCode {
  /** Masked: "m…@mail.example". */
  to: string;
  expiresAt: Date;
}

/** Where it goes, and from where it has to come back. */
interface Destination {
  address: string;
  givenBy: string;
  over?: Omit<Way, "subject">;
}

/**
 * Sends whoever writes in a conversation a one-time code, on its own channel, to the address of its customer that was
 * written from last; whoever calls, beside the call, where its customer is known to be reached. Never to an address that
 * somebody names. Another one that was sent before is not good any more. In our records the code stands nowhere in the
 * clear: the message is kept with it hidden.
 *
 * Safe to repeat: a run sends one code.
 * @throws AppError("conflict") with `details.reason`: no_channel, no_address; newer_messages when the run has not seen all.
 * @throws AppError("limit_exceeded") with `details.reason` "too_many_codes".
 */
export async function sendCode(
  ctx: Context,
  given: { conversationId: string; runId: string; language: CodeLanguage; call?: CalledFrom },
): Promise<SentCode> {
  const { conversationId, runId, language, call } = given;
  allow(ctx, "conversations:write");
  return inTransaction(ctx, async (tx) => {
    const conversation = await lockConversation(tx, conversationId);
    const { customerId } = conversation;
    await tx.q.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`codes ${customerId}`}, 0))`);
    const { address, givenBy, over } = await (call ? callerOf(tx, conversation, call) : writerOf(tx, conversation));
    const [before] = await tx.q.select().from(verificationCodes).where(isOfRun(tx, runId));
    if (before) return { to: maskedAddress(address), expiresAt: before.expiresAt };
    const { lastMessageId: lastSeenMessageId, status } = await getRun(tx, runId);
    if (!call) await refuseStale(tx, conversationId, { lastSeenMessageId });
    else if (status !== "running") throw refusal("no_channel", "The call is over");
    await refuseTooMany(tx, { conversationId, customerId });
    await tx.q
      .update(verificationCodes)
      .set({ state: "replaced", codeSealed: null })
      .where(isOpenIn(tx, conversationId));
    const shop = (await getWorkspace(tx)).name;
    const message = await queueReply(tx, conversation, {
      ...{
        to: [{ address, name: "" }],
        cc: [],
        bcc: [],
        attachmentIds: [],
        via: viaOf(tx),
        author: await authorOf(tx),
      },
      ...{ body: codeMessage(language, shop, { isSpoken: call !== undefined }), automatic: "code" },
      ...(over && { over: { ...over, subject: over.channel === "email" ? codeSubject(language, shop) : "" } }),
    });
    const expiresAt = new Date(now().getTime() + codeHoldsMs);
    const kept = keep(tx, { conversationId, address: givenBy });
    await tx.q.insert(verificationCodes).values({
      workspaceId: tx.workspaceId,
      ...kept,
      conversationId,
      customerId,
      runId,
      messageId: message.id,
      expiresAt,
    });
    tx.emit({ name: "verification.code_sent", data: { conversationId, messageId: message.id } });
    return { to: maskedAddress(address), expiresAt };
  });
}

/** @throws AppError("conflict") */
async function callerOf(tx: TxContext, { customerId }: Conversation, call: CalledFrom): Promise<Destination> {
  const way = await findWayToCaller(tx, { customerId, call });
  if (!way) throw refusal("no_address", "Nothing but this call is known to reach this customer");
  return { ...way, givenBy: sayerOf(call.callId) };
}

/** @throws AppError("conflict") */
async function writerOf(tx: TxContext, { channel, id, customerId }: Conversation): Promise<Destination> {
  if (channel !== "email" && channel !== "sms") {
    throw refusal("no_channel", "A code proves something only where it is sent to an address: by email or text");
  }
  const kind = channel === "email" ? "email" : "phone";
  const { identities } = await getCustomer(tx, customerId);
  const hers = identities.filter((identity) => identity.kind === kind).map(({ value }) => value);
  const writtenFrom = await newestSender(tx, id, hers);
  if (!writtenFrom) throw refusal("no_address", "Nothing here was written from an address of this customer");
  return { address: writtenFrom, givenBy: writtenFrom };
}

async function newestSender(tx: TxContext, conversationId: string, hers: readonly string[]): Promise<string | null> {
  if (hers.length === 0) return null;
  const addresses = sql.join(
    hers.map((one) => sql`${one.toLowerCase()}`),
    sql`, `,
  );
  const rows = await tx.q.execute<{ address: string }>(sql`
    select lower(trim(m."from"->>'address')) as address from messages m
    where m.workspace_id = ${tx.workspaceId} and m.conversation_id = ${conversationId} and m.kind = 'customer'
      and lower(trim(m."from"->>'address')) in (${addresses})
    order by m.position desc limit 1`);
  return [...rows][0]?.address ?? null;
}

function keep(tx: TxContext, { conversationId, address }: { conversationId: string; address: string }) {
  const { workspaceId } = tx;
  const id = newId();
  const code = newCode();
  const key = randomBytes(32).toString("base64");
  const seal = (plain: string, field: Parameters<typeof placeOf>[2]) => tx.db.seal.seal(plain, placeOf(tx, id, field));
  return {
    id,
    keySealed: seal(key, "key_sealed"),
    codeSealed: seal(code, "code_sealed"),
    codeHash: hashOfCode(key, { workspaceId, conversationId, address, code }),
  };
}

function isOfRun(tx: TxContext, runId: string) {
  return and(eq(verificationCodes.workspaceId, tx.workspaceId), eq(verificationCodes.runId, runId));
}

function refusal(reason: string, message: string): AppError {
  return new AppError("conflict", message, { details: { reason } });
}
