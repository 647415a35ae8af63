import type { Run } from "../../domain/automation/index.ts";
import type { Order } from "../../domain/commerce/index.ts";
import type { Assurance } from "../../domain/tool-switches/index.ts";
import type { Context } from "../../domain/workspaces/index.ts";
import type { RelaySaying } from "../../integrations/index.ts";
import type { Log } from "../../platform/log.ts";
import type { Model } from "../models/port.ts";
import type { VoiceLimits } from "./config.ts";
import type { Lines } from "./lines.ts";
import type { CallCodes } from "./proof.ts";

/** A call that is being talked, and all that may be done about it. Whose it is was decided before. */
export interface TalkCall {
  /** Records what is done. */
  ctx: Context;
  /** Allows reading only. */
  reader: Context;
  run: Run;
  conversationId: string;
  customerId: string;
  /** At most claimed: a number that is shown can be forged. */
  assurance: Assurance;
  /** Null: there is nobody to prove that she calls. */
  codes: CallCodes | null;
  shop: string;
  /** The first is spoken until another is asked for. */
  languages: readonly string[];
  /** The shop's own first words; empty: the usual ones. */
  greeting: string;
  lines: Lines;
  findOrder(number: string): Promise<Order | null>;
  /** For the person who goes on. */
  summarise(summary: string): Promise<void>;
  /** The talk is over, for this reason. */
  close(reason: string): Promise<void>;
}

export interface TalkTools {
  /** None: every call goes on to people. */
  models: readonly Model[];
  limits: VoiceLimits;
  log: Log;
  send(saying: RelaySaying): void;
  meter: VoiceMeter;
}

/** What talks are measured with. */
export interface VoiceMeter {
  /** From the end of a caller's words to the first of ours. */
  firstWords(seconds: number): void;
  /** How a talk ended. */
  ended(outcome: string): void;
}
