import type { Action } from "../../../domain/actions/index.ts";
import { listMessages } from "../../../domain/conversations/index.ts";
import { getCustomer } from "../../../domain/customers/index.ts";
import { agreementIn } from "../../agreement.ts";
import { type Grant, refusal } from "../tool.ts";
import { termsOf } from "./terms-of.ts";

/** Older messages are no answer to what she was told just now. */
const lookBack = 30;

/**
 * Sees to it that the customer was told of a proposal, with its order, its amounts and its goods, in what the shop wrote
 * last, and has said yes to that in what she wrote since. Read from the messages themselves: what a model says of them is nothing.
 *
 * @throws refusals: not_told_yet, no_answer_yet, she_said_no, not_a_plain_yes.
 */
export async function refuseWithoutConsent(grant: Grant, action: Action): Promise<void> {
  const { ctx, conversationId, customerId } = grant;
  const all = (await listMessages(ctx, { conversationId, limit: lookBack })).filter(
    ({ kind, automatic }) => kind !== "note" && automatic === null,
  );
  const lastReply = all.findIndex(({ kind }) => kind === "reply");
  const told = all[lastReply];
  const terms = await termsOf(grant, action);
  const isAfter = told && told.createdAt > action.createdAt && told.state !== "failed";
  const untold = terms.filter(({ isIn }) => !isAfter || !isIn(told.text)).map(({ text }) => text);
  if (!isAfter || untold.length > 0) {
    throw refusal("not_told_yet", `She has not been told of ${untold.join(", ") || "it"}: tell her and ask her first`);
  }
  const answers = all.slice(0, lastReply).toReversed();
  const last = answers.at(-1);
  if (!last) throw refusal("no_answer_yet", "She has not answered yet");
  if (answers.some(({ author }) => author.id !== customerId)) {
    throw refusal("not_a_plain_yes", "Somebody else has answered: ask the customer");
  }
  const { name } = await getCustomer(ctx, customerId);
  const agreement = agreementIn(answers.map(({ text }) => text).join("\n"), name);
  if (agreement === "no") throw refusal("she_said_no", "She does not want it, or wants something else");
  if (agreement !== "yes") {
    throw refusal("not_a_plain_yes", "That is no plain yes: ask her again, or propose what she wants instead");
  }
}
