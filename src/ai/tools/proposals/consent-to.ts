import type { Action } from "../../../domain/actions/index.ts";
import { listMessages } from "../../../domain/conversations/index.ts";
import { getCustomer } from "../../../domain/customers/index.ts";
import { agreementIn } from "../../agreement.ts";
import { numbersIn } from "../../claims.ts";
import { type Grant, refusal } from "../tool.ts";
import { describeProposal } from "./propose.ts";

/** Older messages are no answer to what she was told just now. */
const lookBack = 30;

/**
 * Sees to it that the customer was told of a proposal, with its order and its amounts, in what the shop wrote last, and
 * has said yes to that in what she wrote since. Read from the messages themselves: what a model says of them is nothing.
 *
 * @throws refusals: not_told_yet, no_answer_yet, she_said_no, not_a_plain_yes.
 */
export async function refuseWithoutConsent({ ctx, conversationId, customerId }: Grant, action: Action): Promise<void> {
  const all = (await listMessages(ctx, { conversationId, limit: lookBack })).filter(
    ({ kind, automatic }) => kind !== "note" && automatic === null,
  );
  const lastReply = all.findIndex(({ kind }) => kind === "reply");
  const told = all[lastReply];
  const tells = told && told.createdAt > action.createdAt && told.state !== "failed" && isTold(told.text, action);
  if (!tells) {
    throw refusal("not_told_yet", "She has not been told of it with its order and amounts: tell her and ask her first");
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

/** Whether a text names the order, every amount, the percentage and the address of a proposal. */
function isTold(text: string, action: Action): boolean {
  const { order, givenBack, stillToPay, percent } = describeProposal(action, null);
  const numbers = numbersIn(text);
  const amounts = [givenBack, stillToPay].flatMap((one) => (one === null ? [] : [...numbersIn(one)]));
  const { instruction } = action;
  const address = instruction && "address" in instruction ? instruction.address : null;
  const wanted = [order?.replace(/^#/, ""), percent?.toString(), address?.address1, address?.zip, address?.city];
  return amounts.every((one) => numbers.has(one)) && wanted.every((one) => !one || holds(text, one));
}

function holds(text: string, word: string): boolean {
  const exact = word
    .trim()
    .replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    .replace(/\s+/g, "\\s+");
  return new RegExp(`(?<![\\p{L}\\d])${exact}(?![\\p{L}\\d])`, "iu").test(text);
}
