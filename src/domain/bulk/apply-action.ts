import { type ChangedTogether, changeTogether } from "../conversations/index.ts";
import type { TxContext } from "../events/index.ts";
import { setFieldTogether } from "../fields/index.ts";
import { checkChange, makeChange } from "../steps/index.ts";
import { tagConversations, untagConversations } from "../tags/index.ts";
import { type Action, noteProblem, type Problems, type PutBacks, reasonOf } from "./rules.ts";
import { bulkFormerValues } from "./tables.ts";

/** What came of a slice. */
export interface SliceOutcome {
  changedIds: string[];
  putBacks: PutBacks | null;
  problems: Problems;
}

/**
 * Does an action to the conversations of a slice, with the verbs that do it to one.
 * @throws AppError when it can be done to none of them.
 */
export async function applyAction(
  tx: TxContext,
  { id: bulkActionId, action }: { id: string; action: Action },
  conversationIds: readonly string[],
): Promise<SliceOutcome> {
  await checkChange(tx, action);
  if (action.type === "tag" || action.type === "untag") return applyTag(tx, action, conversationIds);
  if (action.type === "set_field") return applyField(tx, bulkActionId, action, conversationIds);
  return outcomeOf(
    await changeTogether(tx, conversationIds, (one, conversationId) => makeChange(one, conversationId, action)),
  );
}

/** Also what came of taking such a change back. */
export function outcomeOf({ changed, unchanged, refused, missing }: ChangedTogether): SliceOutcome {
  const problems: Problems = [];
  noteProblem(problems, "already_so", unchanged);
  noteProblem(problems, "not_found", missing);
  for (const { conversationId, error } of refused)
    noteProblem(problems, reasonOf(error), [conversationId], error.message);
  const changedIds = changed.flatMap(({ of }) => of.map(({ conversationId }) => conversationId));
  return { changedIds, putBacks: changed, problems };
}

async function applyTag(
  tx: TxContext,
  { type, tagId }: Extract<Action, { type: "tag" | "untag" }>,
  conversationIds: readonly string[],
): Promise<SliceOutcome> {
  const change = type === "tag" ? tagConversations : untagConversations;
  const { changed, full, missing } = await change(tx, { conversationIds, tagId });
  const problems: Problems = [];
  const others = new Set([...changed, ...full, ...missing]);
  const unchanged = others.size === conversationIds.length ? [] : conversationIds.filter((id) => !others.has(id));
  noteProblem(problems, "already_so", unchanged);
  noteProblem(problems, "too_many_tags", full);
  noteProblem(problems, "not_found", missing);
  return { changedIds: changed, putBacks: null, problems };
}

async function applyField(
  tx: TxContext,
  bulkActionId: string,
  { key, value }: Extract<Action, { type: "set_field" }>,
  conversationIds: readonly string[],
): Promise<SliceOutcome> {
  const items = conversationIds.map((conversationId) => ({ conversationId, value }));
  const { changed, unchanged, refused, missing } = await setFieldTogether(tx, { key, items });
  const rows = changed.map((one) => ({ workspaceId: tx.workspaceId, bulkActionId, ...one }));
  if (rows.length > 0) await tx.q.insert(bulkFormerValues).values(rows);
  const changedIds = changed.map(({ conversationId }) => conversationId);
  return { ...outcomeOf({ changed: [], unchanged, refused, missing }), changedIds, putBacks: null };
}
