import type { HandOverReason } from "../domain/automation/index.ts";

/** Ends a turn without a draft; the message is shown to agents as the run's reason. */
export class NoDraft extends Error {
  readonly status: "superseded" | "skipped" | "failed";
  /** Of a failure: why people take over where the AI answers by itself. */
  readonly handOverReason: HandOverReason;

  /** What would have been said: for whoever takes over, and not for the customer. */
  readonly suggested: string;

  constructor(
    status: NoDraft["status"],
    message: string,
    options: ErrorOptions & { handOver?: HandOverReason; suggested?: string | undefined } = {},
  ) {
    const { handOver = "model_failed", suggested = "", ...rest } = options;
    super(message, rest);
    this.name = "NoDraft";
    this.status = status;
    this.handOverReason = handOver;
    this.suggested = suggested;
  }
}
