import type { GuidanceContent } from "../../../domain/guidance/index.ts";

/** What the sections of the instructions are written from. Nothing in it comes from outside the shop. */
export interface Given {
  shop: string;
  /** A day. */
  today: string;
  /** Stands around what comes from outside; nobody there can know it. */
  boundary: string;
  guidance: GuidanceContent;
  /** An answer may be sent without a person reading it first. */
  isSentAlone: boolean;
  /** What this turn is to do, if it was not begun for a message. */
  because: string | null;
}

/** A part of the instructions; null: nothing to say. */
export type Section = (given: Given) => string | null;
