import type { Context } from "../workspaces/index.ts";
import type { Step } from "./steps.ts";

export interface OutgoingCall {
  connectionId: string;
  externalId: string;
  /** Whose softphone calls: what it sent along is not to be trusted. */
  memberId: string;
  parameters: Record<string, string>;
}

/** A softphone calls out. */
export async function startOutgoingCall(_ctx: Context, _call: OutgoingCall): Promise<Step[]> {
  const text = "Calls cannot be made from here yet.";
  return [{ do: "say", text, language: "en-US", voice: null }, { do: "hang_up" }];
}
