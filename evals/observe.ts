import { listRunSteps, listRuns } from "../src/domain/automation/index.ts";
import { listConversations, listMessages } from "../src/domain/conversations/index.ts";
import { listContradictions } from "../src/domain/knowledge/index.ts";
import type { Context } from "../src/domain/workspaces/index.ts";
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
}

export type Listed = Awaited<ReturnType<typeof listConversations>>[number];

const folders = ["open", "waiting", "closed", "spam"] as const;

export async function conversationsOf(ctx: Context): Promise<Listed[]> {
  const pages = await Promise.all(folders.map((folder) => listConversations(ctx, { folder, limit: 50 })));
  return pages.flat().toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}

/** @param isMain whether a conversation is the scenario's own. */
export async function observe(
  ctx: Context,
  { isMain, unsent, changes }: { isMain(one: Listed): boolean; unsent: readonly string[]; changes: ShopState },
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
    const all = await listRuns(ctx, { conversationId, limit: 50 });
    for (const run of all.toReversed()) runs.push({ conversation: n, ...(await seenRun(ctx, run)) });
  }
  const main = conversations.findIndex(isMain);
  const last = runs.findLast(({ conversation }) => conversation === main);
  if (last) outcome = outcomeOf(last.status);
  const sent = messages.filter(({ kind, state }) => kind === "reply" && state !== "failed");
  return {
    outcome,
    messages,
    runs,
    answers: [...sent.map(({ text }) => text), ...unsent],
    sends: sent.length,
    contradictions: (await listContradictions(ctx, { limit: 10 })).length,
    changes,
  };
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
