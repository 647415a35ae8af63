import type { Context } from "../workspaces/index.ts";
import type { Conversation, conversations } from "./tables.ts";

export type Values = Partial<typeof conversations.$inferInsert>;

/** What was written to these conversations, alike to all of them, and what each had in those columns before. */
export interface ValuesChanged {
  wrote: Values;
  of: { conversationId: string; former: Values }[];
}

/** What a context carries while many conversations are decided about in one transaction: see `changeTogether`. */
export interface Together {
  /** Locked already. */
  rows: Map<string, Conversation>;
  /** What is to be written to them in the end. */
  writes: Map<string, ValuesChanged>;
  /** Answers that are the same for all of them. */
  known: Map<string, Promise<unknown>>;
}

/** The row, if it was locked together with others. */
export function heldRow(ctx: Context, conversationId: string): Conversation | undefined {
  return togetherOf(ctx)?.rows.get(conversationId);
}

/**
 * Keeps what is to be written to a conversation until it is written for all of them.
 * @returns the row as it will be, or undefined when it is decided about alone: then it is the caller's to write.
 */
export function writeWithOthers(ctx: Context, before: Conversation, wrote: Values): Conversation | undefined {
  const together = togetherOf(ctx);
  if (!together) return undefined;
  const names = Object.keys(wrote) as (keyof Conversation & keyof Values)[];
  const former: Values = Object.fromEntries(names.map((name) => [name, before[name]]));
  const key = JSON.stringify(wrote);
  const alike = together.writes.get(key) ?? { wrote, of: [] };
  alike.of.push({ conversationId: before.id, former });
  together.writes.set(key, alike);
  const after = Object.assign({ ...before }, wrote);
  together.rows.set(before.id, after);
  return after;
}

/** Asks once for what is the same for all conversations that are decided about together. */
export function once<T>(ctx: Context, question: string, ask: () => Promise<T>): Promise<T> {
  const together = togetherOf(ctx);
  if (!together) return ask();
  // One question is always asked by the same code, so its answer is of the same type.
  const known = together.known.get(question) as Promise<T> | undefined;
  if (known) return known;
  const asked = ask();
  together.known.set(question, asked);
  return asked;
}

function togetherOf(ctx: Context & { together?: Together }): Together | undefined {
  return ctx.together;
}
