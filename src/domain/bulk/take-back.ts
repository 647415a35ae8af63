import { changeTogether, putBackConversation } from "../conversations/index.ts";
import type { TxContext } from "../events/index.ts";
import { setFieldTogether } from "../fields/index.ts";
import { tagConversations, untagConversations } from "../tags/index.ts";
import { outcomeOf, type SliceOutcome } from "./apply-action.ts";
import { findSlice, formerValues } from "./queries.ts";
import { type Action, noteProblem, type Problems } from "./rules.ts";
import type { BulkAction } from "./tables.ts";

/**
 * Gives the conversations of a slice back what each of them had before the action. One that somebody changed since is
 * left, and reported.
 * @throws AppError when it can be done for none of them: a tag that is archived since, for one.
 */
export async function takeBack(
  tx: TxContext,
  { action, undoOf, nextSlice }: BulkAction & { undoOf: string },
  conversationIds: readonly string[],
): Promise<SliceOutcome> {
  if (action.type === "tag" || action.type === "untag") return takeTagBack(tx, action, conversationIds);
  if (action.type === "set_field") return takeFieldBack(tx, action, undoOf, conversationIds);
  const former = await findSlice(tx, { id: undoOf, nextSlice });
  const known = new Map(
    (former?.putBacks ?? []).flatMap(({ wrote, of }) =>
      of.map((one) => [one.conversationId, { ...one, wrote }] as const),
    ),
  );
  const changed = await changeTogether(tx, conversationIds, async (one, conversationId) => {
    const putBack = known.get(conversationId);
    if (putBack) await putBackConversation(one, putBack);
  });
  return outcomeOf(changed);
}

async function takeTagBack(
  tx: TxContext,
  { type, tagId }: Extract<Action, { type: "tag" | "untag" }>,
  conversationIds: readonly string[],
): Promise<SliceOutcome> {
  const change = type === "tag" ? untagConversations : tagConversations;
  const { changed, full, missing } = await change(tx, { conversationIds, tagId });
  const problems: Problems = [];
  const others = new Set([...changed, ...full, ...missing]);
  noteProblem(
    problems,
    "changed_meanwhile",
    conversationIds.filter((id) => !others.has(id)),
  );
  noteProblem(problems, "too_many_tags", full);
  noteProblem(problems, "not_found", missing);
  return { changedIds: changed, putBacks: null, problems };
}

async function takeFieldBack(
  tx: TxContext,
  { key }: Extract<Action, { type: "set_field" }>,
  undoOf: string,
  conversationIds: readonly string[],
): Promise<SliceOutcome> {
  const rows = await formerValues(tx, undoOf, conversationIds);
  const items = rows.map(({ conversationId, former, wrote }) => ({ conversationId, value: former, seen: wrote }));
  const { changed, unchanged, refused, missing } = await setFieldTogether(tx, { key, items });
  const known = new Set(rows.map(({ conversationId }) => conversationId));
  const gone = conversationIds.filter((id) => !known.has(id));
  return {
    ...outcomeOf({ changed: [], unchanged, refused, missing: [...missing, ...gone] }),
    changedIds: changed.map(({ conversationId }) => conversationId),
    putBacks: null,
  };
}
