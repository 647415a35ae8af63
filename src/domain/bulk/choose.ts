import { AppError } from "../../platform/errors.ts";
import { askFilter, askView } from "../views/index.ts";
import type { Context } from "../workspaces/index.ts";
import { mostNamed } from "./rules.ts";
import type { Selection } from "./tables.ts";

/** Which conversations: exactly one of the three. */
export interface Choice {
  conversationIds?: readonly string[];
  filter?: unknown;
  viewId?: string;
}

/** What is chosen by a filter is looked up later; what is named is there. */
export interface Chosen {
  selection: Selection;
  /** Each once; empty for a filter. */
  conversationIds: string[];
  /** How many there are, where that is known. */
  counted: number | null;
}

/**
 * What a caller means.
 * @throws AppError("invalid_input") for nothing, for too many, for a filter that cannot be answered (`details.problems`).
 * @throws NotFound for a view, AppError("conflict") for a broken one (`details.reason` "broken_view").
 */
export async function choose(ctx: Context, { conversationIds, filter, viewId }: Choice): Promise<Chosen> {
  const given = [conversationIds, filter, viewId].filter((one) => one !== undefined);
  if (given.length !== 1) {
    throw new AppError("invalid_input", "Name the conversations by `conversationIds`, by a `filter` or by a `viewId`");
  }
  if (conversationIds) {
    return { selection: { by: "conversations" }, conversationIds: named(conversationIds), counted: null };
  }
  const asked = viewId === undefined ? { question: await askFilter(ctx, filter) } : await askView(ctx, viewId);
  const { filter: wanted, me, now } = asked.question;
  const selection = { by: "filter", filter: wanted, viewId: viewId ?? null, me, at: now.toISOString() } as const;
  const counted = "view" in asked ? asked.view.conversations : null;
  return { selection, conversationIds: [], counted };
}

function named(conversationIds: readonly string[]): string[] {
  const wanted = [...new Set(conversationIds.map((id) => id.toLowerCase()))];
  if (wanted.length === 0) throw new AppError("invalid_input", "Name at least one conversation");
  if (wanted.length > mostNamed) {
    throw new AppError("invalid_input", `At most ${mostNamed} conversations by their ids: take a filter for more`);
  }
  return wanted.sort();
}
