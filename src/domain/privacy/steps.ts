import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { eraseOtherDeliveries } from "../connections/index.ts";
import {
  deleteConversations,
  eraseMessages,
  findElsewhere,
  hasConversations,
  listSomeOf,
  listUnpacked,
  lockConversations,
  lockSomeOf,
} from "../conversations/index.ts";
import { deleteCustomer } from "../customers/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import { discardJobsAbout } from "../jobs/index.ts";
import { dropDoubtedWords } from "../search/index.ts";
import { discardFiles } from "../uploads/index.ts";
import type { Context } from "../workspaces/index.ts";
import { erasers, type Gone } from "./erasers.ts";
import { clockOf, holdErasure, isAnyOlderThan, updateErasure } from "./queries.ts";
import { finderOf, likeOf, redactorOf } from "./rules.ts";
import { openSought } from "./sought.ts";
import type { ErasedCounts, ErasureRow } from "./tables.ts";

export interface FileTools {
  /** Puts an attachment that lies in recorded mail only into the file store, with the others of that mail. */
  keepFiles(ctx: Context, attachmentId: string): Promise<unknown>;
}

/** A reply that is on its way to the provider is waited for this long, in milliseconds. */
const sparedMs = 5 * 60_000;

/** Waits for everybody who began before the addresses were gone: what they file for her is there after that. */
export async function settle(ctx: Context, seen: ErasureRow): Promise<void> {
  await advance(ctx, seen, async (tx, { settledAt }) => {
    if (settledAt === null) return { settledAt: await clockOf(tx) };
    if (await isAnyOlderThan(tx, settledAt)) throw wait("Waiting for work that had begun before");
    return { stage: "conversations" };
  });
}

export async function eraseSomeConversations(ctx: Context, seen: ErasureRow): Promise<void> {
  await advance(ctx, seen, async (tx, { customerId, createdAt, erased }) => {
    const spare = now().getTime() - createdAt.getTime() < sparedMs;
    const some = await listSomeOf(tx, customerId, { spare });
    for (const { ahead } of erasers) if (some.length > 0) await ahead?.(tx, some);
    const ids = await lockSomeOf(tx, customerId, { spare, among: some });
    if (ids.length === 0 && (await hasConversations(tx, customerId)))
      throw wait("Waiting for a reply that is being sent");
    if (ids.length === 0) return { stage: "elsewhere" };
    const gone: Gone[] = [];
    for (const { conversations } of erasers) if (conversations) gone.push(await conversations(tx, ids));
    const files = gone.flatMap((one) => one.files ?? []);
    await discardFiles(tx, files);
    await discardJobsAbout(tx, [...ids, ...gone.flatMap((one) => one.about ?? [])]);
    const messages = await deleteConversations(tx, ids);
    const deliveries = gone.reduce((sum, one) => sum + (one.deliveries ?? 0), 0);
    return { erased: plus(erased, { conversations: ids.length, messages, deliveries, files: files.length }) };
  });
}

/** One stretch of the messages of others. Their files are saved first: the mail they lie in goes if it names her. */
export async function lookElsewhere(ctx: Context, seen: ErasureRow, { keepFiles }: FileTools): Promise<void> {
  const { customerId, after, createdAt: before } = seen;
  const { addresses } = openSought(ctx.db, seen);
  const redact = redactorOf(addresses);
  const found = await findElsewhere(ctx, { customerId, like: likeOf(addresses), before, after });
  for (const attachmentId of await listUnpacked(ctx, { ...found, customerId })) await keepFiles(ctx, attachmentId);
  await advance(ctx, seen, async (tx, { erased }) => {
    if (found.after === null) return { stage: "deliveries", after: null };
    await lockConversations(tx, found.conversationIds);
    const gone = await eraseMessages(tx, found.messageIds, { customerId, redact });
    const { messageIds, conversationIds, files } = gone;
    for (const { elsewhere } of erasers) {
      if (messageIds.length > 0) await elsewhere?.(tx, conversationIds, messageIds);
    }
    await discardFiles(tx, files);
    return { after: found.after, erased: plus(erased, { messagesElsewhere: messageIds.length, files: files.length }) };
  });
}

/** One stretch of what came from outside; after the last one her row goes. */
export async function lookThroughDeliveries(ctx: Context, seen: ErasureRow): Promise<void> {
  const sought = openSought(ctx.db, seen);
  const isHers = finderOf(sought);
  await advance(ctx, seen, async (tx, { customerId, after, createdAt: before, erased }) => {
    const looked = await eraseOtherDeliveries(tx, { after, before, isHers });
    await discardJobsAbout(tx, looked.erased);
    const deliveries = looked.erased.length;
    if (looked.after !== null) return { after: looked.after, erased: plus(erased, { deliveries }) };
    const { addresses } = sought;
    for (const { anywhere } of erasers)
      await anywhere?.(tx, { like: likeOf(addresses), redact: redactorOf(addresses) });
    return deleteRow(tx, customerId);
  });
}

/** Nothing can be hung on her any more. */
async function deleteRow(tx: TxContext, customerId: string): Promise<Partial<ErasureRow>> {
  if (await hasConversations(tx, customerId)) return { stage: "conversations", after: null };
  await discardJobsAbout(tx, [customerId]);
  await deleteCustomer(tx, customerId);
  for (const { customerGone } of erasers) await customerGone?.(tx, customerId);
  return { stage: "words", after: null, soughtSealed: null };
}

/** Words that stand in the index of the search only because of her. */
export async function dropWords(ctx: Context, seen: ErasureRow): Promise<void> {
  if (await dropDoubtedWords(ctx)) return;
  await advance(ctx, seen, async (tx, { customerId, reason }) => {
    tx.emit({ name: "customer.erased", data: { customerId, reason } });
    return { stage: "done", finishedAt: now() };
  });
}

/** Does a step in the name of whoever asked for it, and writes down how far it came; nothing if another job did it. */
async function advance(
  ctx: Context,
  seen: ErasureRow,
  work: (tx: TxContext, erasure: ErasureRow) => Promise<Partial<ErasureRow>>,
): Promise<void> {
  await inTransaction({ ...ctx, actor: seen.by }, async (tx) => {
    const erasure = await holdErasure(tx, seen.id);
    if (erasure.stage !== seen.stage || erasure.after !== seen.after) return;
    await updateErasure(tx, seen.id, await work(tx, erasure));
  });
}

function plus(before: ErasedCounts, more: Partial<ErasedCounts>): ErasedCounts {
  const sums = Object.entries(before).map(([kind, count]) => [kind, count + (more[kind as keyof ErasedCounts] ?? 0)]);
  return Object.fromEntries(sums);
}

function wait(message: string): AppError {
  return new AppError("limit_exceeded", message, { retryAfterMs: 1000 });
}
