import { now } from "../../platform/clock.ts";
import type { Evidence } from "../evidence.ts";
import { grantLimits } from "../grant.ts";
import type { Grant } from "../tools/tool.ts";
import type { TalkCall } from "./talk.ts";

/** What one answer in a call may do. */
export function grantOfCall(call: TalkCall, evidence: Evidence, holdsMs: number): Grant {
  const { reader: ctx, run, conversationId, customerId, assurance } = call;
  const expiresAt = new Date(now().getTime() + holdsMs);
  return { ctx, runId: run.id, conversationId, customerId, assurance, limits: grantLimits(), expiresAt, evidence };
}
