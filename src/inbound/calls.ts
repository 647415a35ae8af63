import {
  noteLeg,
  noteRecording,
  noteRoom,
  noteSpeech,
  noteTranscript,
  receiveLostCall,
} from "../domain/calls/index.ts";
import { type Cause, type Context, systemContext } from "../domain/workspaces/index.ts";
import type { Fact, LegFact } from "../integrations/contract.ts";
import type { Database } from "../platform/db.ts";

interface Told {
  workspaceId: string;
  connectionId: string;
  cause: Cause | null;
  facts: readonly Fact[];
}

/** What providers tell of calls. Safe to repeat, and in any order; of calls that are not ours nothing is kept. */
export async function followCalls(db: Database, rows: readonly Told[]): Promise<void> {
  for (const row of rows) {
    const ctx = systemContext(db, row.workspaceId, "ingest", row.cause);
    for (const fact of row.facts) await follow(ctx, row, fact);
  }
}

async function follow(ctx: Context, { connectionId }: Told, fact: Fact): Promise<void> {
  if (fact.kind === "call-leg") await followLeg(ctx, connectionId, fact);
  if (fact.kind === "call-room") await noteRoom(ctx, { ...fact, connectionId });
  if (fact.kind === "call-transcript") await noteTranscript(ctx, { ...fact, connectionId });
  if (fact.kind === "call-speech") await noteSpeech(ctx, { ...fact, connectionId });
  if (fact.kind === "call-recording") await noteRecording(ctx, { ...fact, kind: fact.of, connectionId });
}

async function followLeg(ctx: Context, connectionId: string, fact: LegFact): Promise<void> {
  if (await noteLeg(ctx, { ...fact, connectionId })) return;
  // Nobody could be asked what to do with it: that it was missed is known all the same.
  if (fact.callId !== null || fact.direction !== "inbound" || fact.status !== "ended" || !/^\+\d+$/.test(fact.to))
    return;
  await receiveLostCall(ctx, { ...fact, connectionId, lineNumber: fact.to });
  await noteLeg(ctx, { ...fact, connectionId });
}
