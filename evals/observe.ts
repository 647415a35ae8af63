import { listRunSteps, listRuns } from "../src/domain/automation/index.ts";
import { listConversations, listMessages } from "../src/domain/conversations/index.ts";
import { listContradictions } from "../src/domain/knowledge/index.ts";
import type { Context } from "../src/domain/workspaces/index.ts";
import type { SeenOrders, SeenOutreach } from "./outreach.ts";
import type { OutcomeName } from "./scenario.ts";
import type { ShopState } from "./shop-state.ts";

export interface SeenStep {
  kind: string;
  name: string;
  request: unknown;
  response: unknown;
  error: string | null;
  durationMs: number;
}

export interface SeenRun {
  conversation: number;
  status: string;
  reason: string | null;
  costMicros: number;
  tokens: number;
  /** From its start to its end; null when it never began. */
  durationMs: number | null;
  steps: SeenStep[];
}

export interface SeenMessage {
  conversation: number;
  kind: string;
  author: string;
  by: string;
  text: string;
  state: string | null;
}

/** All that can be known of one play, from the product's own records and the shop. */
export interface Observation {
  outcome: OutcomeName;
  messages: SeenMessage[];
  runs: SeenRun[];
  /** What the customers were told, or would be by a draft. */
  answers: string[];
  /** Messages that went out to customers. */
  sends: number;
  /** Pairs of articles that the merchant is told contradict each other. */
  contradictions: number;
  changes: ShopState;
  /** What became of reasons to write first, the oldest first. */
  outreaches: string[];
  call: SeenCall | null;
  outreach: SeenOutreach;
  orders: SeenOrders;
}

/** A call with the assistant. */
export interface SeenCall {
  conversationId: string;
  lines: { speaker: "customer" | "ai" | "shop"; text: string; wasCut: boolean }[];
  /** What the person who goes on reads; null: the assistant had it to the end. */
  summary: string | null;
}

export type Listed = Awaited<ReturnType<typeof listConversations>>[number];

const folders = ["open", "waiting", "closed", "spam"] as const;

export async function conversationsOf(ctx: Context): Promise<Listed[]> {
  const pages = await Promise.all(folders.map((folder) => listConversations(ctx, { folder, limit: 50 })));
  return pages.flat().toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}

interface Beside {
  /** Whether a conversation is the scenario's own. */
  isMain(one: Listed): boolean;
  unsent: readonly string[];
  changes: ShopState;
  outreaches: string[];
  call: SeenCall | null;
  outreach: SeenOutreach;
  orders: SeenOrders;
}

export async function observe(
  ctx: Context,
  { isMain, unsent, changes, outreaches, call, outreach, orders }: Beside,
): Promise<Observation> {
  const conversations = await conversationsOf(ctx);
  const messages: SeenMessage[] = [];
  const runs: SeenRun[] = [];
  let outcome: OutcomeName = "no_run";
  for (const [n, { id: conversationId }] of conversations.entries()) {
    const listed = await listMessages(ctx, { conversationId, limit: 100 });
    for (const { kind, author, text, state, via } of listed.toReversed()) {
      messages.push({ conversation: n, kind, author: author.type, by: `${author.name} (${via})`, text, state });
    }
    if (call?.conversationId === conversationId) messages.push(...linesOf(call, n));
    const all = await listRuns(ctx, { conversationId, limit: 50 });
    for (const run of all.toReversed()) runs.push({ conversation: n, ...(await seenRun(ctx, run)) });
  }
  const main = conversations.findIndex(isMain);
  const last = runs.findLast(({ conversation }) => conversation === main);
  if (last) outcome = call ? (call.summary === null ? "reply" : "hand_over") : outcomeOf(last.status);
  const sent = messages.filter(({ kind, state }) => kind === "reply" && state !== "failed");
  return {
    outcome,
    messages,
    runs,
    answers: [...sent.map(({ text }) => text), ...unsent, ...saidIn(call)],
    sends: sent.length,
    contradictions: (await listContradictions(ctx, { limit: 10 })).length,
    ...{ changes, outreaches, call, outreach, orders },
  };
}

/** Of the assistant, but for its greeting. */
export function saidIn(call: SeenCall | null): string[] {
  const said = call?.lines.filter(({ speaker }) => speaker === "ai") ?? [];
  return said.slice(1).map(({ text }) => text);
}

const speakers = { ai: "The assistant", customer: "The caller", shop: "A colleague" };

function linesOf({ lines }: SeenCall, conversation: number): SeenMessage[] {
  return lines.map(({ speaker, text, wasCut }) => {
    const state = wasCut ? "cut short" : null;
    return {
      conversation,
      kind: "said",
      author: speaker,
      by: speakers[speaker],
      text,
      state,
    };
  });
}

async function seenRun(ctx: Context, run: Awaited<ReturnType<typeof listRuns>>[number]) {
  const steps = await listRunSteps(ctx, run.id);
  const { status, reason, costMicros, inputTokens, outputTokens, startedAt, finishedAt } = run;
  return {
    ...{ status, reason, costMicros, tokens: inputTokens + outputTokens },
    durationMs: startedAt && finishedAt ? finishedAt.getTime() - startedAt.getTime() : null,
    steps: steps.map(({ kind, name, request, response, error, durationMs }) => {
      return { kind, name, request, response, error, durationMs };
    }),
  };
}

function outcomeOf(status: string): OutcomeName {
  const names: Record<string, OutcomeName> = {
    ...{ drafted: "reply", sent: "reply", handed_over: "hand_over", superseded: "superseded" },
    ...{ skipped: "no_reply", no_reply: "no_reply", failed: "failed" },
  };
  return names[status] ?? "failed";
}
