import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { authorOf } from "../access/index.ts";
import { placeOfCustomer } from "../commerce/index.ts";
import { promotionalTime } from "../consent/index.ts";
import {
  type Conversation,
  chooseRecipients,
  lockConversation,
  queueReply,
  refuseStale,
  viaOf,
} from "../conversations/index.ts";
import { attempt, inTransaction, type TxContext } from "../events/index.ts";
import { languageOf } from "../search/index.ts";
import type { Context } from "../workspaces/index.ts";
import { findSurvey, getSurveySetting, placeOfKey, whoAnswered } from "./queries.ts";
import { holdsForMs, newKey } from "./rules.ts";
import { surveys } from "./tables.ts";
import { isSurveyLanguage, surveyMessage } from "./words.ts";

/** A conversation was closed: its customer is asked later, if the setting says so. */
export async function planSurvey(ctx: Context, { conversationId }: { conversationId: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { isOn, delayMinutes } = await getSurveySetting(tx);
    if (isOn) enqueue(tx, conversationId, new Date(now().getTime() + delayMinutes * 60_000));
  });
}

function enqueue(tx: TxContext, conversationId: string, runAt: Date) {
  tx.enqueue({ queue: "surveys", name: "survey.send", payload: { conversationId }, runAt });
}

/**
 * Asks the customer of a closed conversation how it was, on its own channel, in what she writes: once in a conversation.
 * Nothing is asked where it was opened again, nobody answered her, or she wants no messages; a text waits for the hours in
 * which advertising may reach her, for it is no answer. Safe to repeat.
 */
export async function sendSurvey(ctx: Context, { conversationId }: { conversationId: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { isOn } = await getSurveySetting(tx);
    const conversation = await lockConversation(tx, conversationId, { evenMerged: true });
    const { folder, channel } = conversation;
    if (!isOn || folder !== "closed" || (channel !== "email" && channel !== "sms")) return;
    if (await findSurvey(tx, conversationId)) return;
    const answered = await whoAnswered(tx, conversationId);
    if (!answered) return;
    const { to } = await chooseRecipients(tx, conversation);
    const [recipient] = to;
    if (!recipient) return;
    const opensAt = await quietUntil(tx, conversation, recipient.address);
    if (opensAt) return enqueue(tx, conversationId, opensAt);
    await tryAsking(tx, conversation, { to: [recipient], ...answered });
  });
}

/** When a text may reach her, if not now. */
async function quietUntil(tx: TxContext, { channel, customerId }: Conversation, number: string): Promise<Date | null> {
  if (channel !== "sms") return null;
  const { isOpen, opensAt } = promotionalTime({ number, place: await placeOfCustomer(tx, customerId) }, now());
  return isOpen ? null : opensAt;
}

type Asked = NonNullable<Awaited<ReturnType<typeof whoAnswered>>> & { to: { address: string; name: string }[] };

/** Who wants no messages gets none. */
async function tryAsking(tx: TxContext, conversation: Conversation, asked: Asked): Promise<void> {
  try {
    await attempt(tx, (inner) => ask(inner, conversation, asked));
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "conflict") throw error;
  }
}

async function ask(tx: TxContext, conversation: Conversation, { to, by, words }: Asked): Promise<void> {
  const { id: conversationId, customerId, lastMessageId: lastSeenMessageId } = conversation;
  const { workspaceId } = tx;
  await refuseStale(tx, conversationId, { lastSeenMessageId });
  const said = languageOf(words);
  const language = isSurveyLanguage(said) ? said : "en";
  const message = await queueReply(tx, conversation, {
    ...{ to, cc: [], bcc: [], attachmentIds: [], via: viaOf(tx), author: await authorOf(tx) },
    ...{ body: surveyMessage(language), automatic: "survey" },
  });
  const id = newId();
  await tx.q.insert(surveys).values({
    ...{ workspaceId, id, conversationId, customerId, messageId: message.id, language, answeredBy: by },
    keySealed: tx.db.seal.seal(newKey(), placeOfKey(tx, id)),
    expiresAt: new Date(now().getTime() + holdsForMs),
  });
  tx.emit({ name: "survey.sent", data: { conversationId, surveyId: id } });
}
