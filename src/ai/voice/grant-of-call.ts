import type { Permission } from "../../domain/access/index.ts";
import type { Assurance } from "../../domain/tool-switches/index.ts";
import { now } from "../../platform/clock.ts";
import type { Evidence } from "../evidence.ts";
import { grantLimits } from "../grant.ts";
import type { Grant } from "../tools/tool.ts";
import type { TalkCall } from "./talk-call.ts";

const known: ReadonlySet<Permission> = new Set(["orders:read", "knowledge:read", "customers:read"]);

/** What one answer in a call may do. */
export function grantOfCall(
  call: TalkCall,
  { assurance, evidence, holdsMs }: { assurance: Assurance; evidence: Evidence; holdsMs: number },
): Grant {
  const { reader, run, conversationId, customerId } = call;
  // Of whom nobody knows who she is, no tool needs to know whose customer she would be.
  const ctx = assurance === "verified" ? { ...reader, permissions: known } : reader;
  const expiresAt = new Date(now().getTime() + holdsMs);
  return { ctx, runId: run.id, conversationId, customerId, assurance, limits: grantLimits(), expiresAt, evidence };
}
