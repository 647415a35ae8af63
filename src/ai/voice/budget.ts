import type { Usage } from "../models/port.ts";

/** How much one call may take of the assistant; what is used up hands it over. */
export interface CallBudget {
  minutes: number;
  /** Answers to the caller. */
  turns: number;
  /** Read and written by the model. */
  tokens: number;
  /** Millionths of a US dollar; counts when the model's prices are known. */
  costMicros: number;
}

export interface Spending {
  turns: number;
  add(usage: Usage, costMicros: number): void;
  /** What is used up, in words for an agent; null while there is some left. */
  exceeded(): string | null;
}

export function openSpending(budget: CallBudget): Spending {
  const startedAt = performance.now();
  let [tokens, costMicros] = [0, 0];
  return {
    turns: 0,
    add(usage, cost) {
      tokens += usage.inputTokens + usage.outputTokens;
      costMicros += cost;
    },
    exceeded() {
      if (performance.now() - startedAt >= budget.minutes * 60_000) return `${budget.minutes} minutes`;
      if (this.turns >= budget.turns) return `${budget.turns} answers`;
      if (tokens >= budget.tokens) return `${budget.tokens} tokens`;
      if (costMicros >= budget.costMicros && costMicros > 0) return `$${(budget.costMicros / 1_000_000).toFixed(2)}`;
      return null;
    },
  };
}
