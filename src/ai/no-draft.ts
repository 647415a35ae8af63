import type { HandOverReason } from "../domain/automation/index.ts";
import { type Over, overInWords } from "../domain/outreach/index.ts";

/** Ends a turn without a draft; the message is shown to agents as the run's reason. */
export class NoDraft extends Error {
  readonly status: "superseded" | "skipped" | "failed";
  /** Of a failure: why people take over where the AI answers by itself. */
  readonly handOverReason: HandOverReason;

  /** What would have been said: for whoever takes over, and not for the customer. */
  readonly suggested: string;

  /** Why there is nothing to write first about any more. */
  readonly over: Over | null;

  constructor(
    status: NoDraft["status"],
    message: string,
    options: ErrorOptions & { handOver?: HandOverReason; suggested?: string | undefined; over?: Over } = {},
  ) {
    const { handOver = "model_failed", suggested = "", over = null, ...rest } = options;
    super(message, rest);
    this.name = "NoDraft";
    this.status = status;
    this.handOverReason = handOver;
    this.suggested = suggested;
    this.over = over;
  }
}

export function overtaken(over: Over): NoDraft {
  return new NoDraft("superseded", overInWords(over), { over });
}
