/** What is being written: its text and the ids of its files. */
export interface Content {
  body: string;
  attachmentIds: readonly string[];
}

/** A draft as the server has it. */
export interface Saved extends Content {
  version: number;
}

/**
 * settled: both say the same. adopt: only the server's changed. push: only this window's changed, or the other was
 * sent or thrown away and she has written on here. ask: both changed, and neither text may be lost.
 */
export type Verdict = "settled" | "adopt" | "push" | "ask";

const nothing: Content = { body: "", attachmentIds: [] };

/** @param base what both had in common when they last met; null: nothing. */
export function reconcile(local: Content, base: Saved | null, remote: Saved | null): Verdict {
  if (isSame(local, remote ?? nothing)) return "settled";
  if (isSame(local, base ?? nothing) || isSame(local, nothing)) return "adopt";
  return remote === null || remote.version === base?.version ? "push" : "ask";
}

export function isSame(a: Content, b: Content): boolean {
  return a.body === b.body && a.attachmentIds.join() === b.attachmentIds.join();
}
