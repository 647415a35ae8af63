/** Ends a turn without a draft; the message is shown to agents as the run's reason. */
export class NoDraft extends Error {
  readonly status: "superseded" | "skipped" | "failed";

  constructor(status: NoDraft["status"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "NoDraft";
    this.status = status;
  }
}
