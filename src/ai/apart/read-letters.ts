import type { Message, MessageWithAttachments } from "../../domain/conversations/index.ts";
import { currentAmong, letterIn, longestShown } from "../brief.ts";
import type { Situation } from "../situation.ts";
import type { Turn } from "../turn.ts";
import { readApart, type Told } from "./read-apart.ts";

/** Of one turn; what is older was read when it came. */
const mostLetters = 3;
const asked = "What the customer passes on here, as far as a shop's support needs it to answer her";

/** What stands in letters that is not shown as it is, by their ids. */
export type ReadLetters = ReadonlyMap<string, Told | { error: string }>;

/**
 * Has read apart what strangers wrote in the letters to be answered, and what is too long to be shown. What could not be
 * read is not shown, and the model knows that it is missing.
 *
 * @throws NoDraft when nobody wants the turn's answer any more.
 */
export async function readLetters(
  turn: Turn,
  { conversation, seen }: Pick<Situation, "conversation" | "seen">,
): Promise<ReadLetters> {
  const shown = currentAmong(seen.shown, conversation, turn.run.lastMessageId);
  const read = new Map<string, Told | { error: string }>();
  for (const message of newestOfHers(shown)) {
    const { own, strangers } = letterIn(message, seen.shown);
    const parts = [...strangers, ...(own.length > longestShown ? [own.slice(longestShown)] : [])];
    if (parts.length === 0) continue;
    const data = parts.join("\n\n");
    turn.grant.evidence.outsideWords.push(data);
    read.set(
      message.id,
      (await readApart(turn, { from: "a letter", data, asked })) ?? { error: "It could not be read" },
    );
  }
  return read;
}

/** Since the shop last wrote. */
function newestOfHers(newestFirst: readonly MessageWithAttachments[]): MessageWithAttachments[] {
  const answered = newestFirst.findIndex(({ kind }: Pick<Message, "kind">) => kind !== "customer");
  return newestFirst.slice(0, answered < 0 ? mostLetters : Math.min(answered, mostLetters));
}
