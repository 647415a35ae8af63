import { z } from "zod";
import { readEnv } from "../../platform/env.ts";
import type { Limits } from "../config.ts";
import type { CallBudget } from "./budget.ts";

const positive = (usual: number) => z.coerce.number().positive().default(usual);

const shape = {
  VOICE_MAX_MINUTES: positive(10).describe("How long the assistant talks in one call before a person takes it."),
  VOICE_MAX_TURNS: positive(40).describe("The same, in answers."),
  VOICE_MAX_TOKENS: positive(150_000).describe("The same, in tokens of the model."),
  VOICE_MAX_COST: positive(0.5).describe("The same, in US dollars; needs AI_PRICE_INPUT and AI_PRICE_OUTPUT."),
};

/** How far a call may go, and how long things wait. Times in milliseconds. */
export interface VoiceLimits {
  budget: CallBudget;
  /** Of one answer. */
  turn: Limits;
  /** Until the call of a socket must be known. */
  setupMs: number;
  /** After that, somebody who waits for an answer hears that it comes. */
  fillerMs: number;
  /** Between two keys of one number. */
  keysMs: number;
  /** How long it takes to say a character, about. */
  characterMs: number;
  /** Until somebody who says nothing is asked, and then left. */
  silenceMs: number;
  /** Between "goodbye" and hanging up. */
  goodbyeMs: number;
  /** For writing down what a person who takes over reads. */
  lastWordsMs: number;
  /** Between two signs of life of a socket. */
  pulseMs: number;
}

const turn: Limits = {
  modelSteps: 5,
  toolCalls: 8,
  deadlineMs: 15_000,
  retries: 1,
  retryDelayMs: 200,
  maxOutputTokens: 600,
  // None of its tools shows what strangers wrote.
  ...{ asides: 0, asideMs: 0 },
  // The call as a whole has its budget, and is listened to all the time.
  ...{ tokens: Number.POSITIVE_INFINITY, costMicros: Number.POSITIVE_INFINITY, watchMs: Number.POSITIVE_INFINITY },
};

export const usualTimes: Omit<VoiceLimits, "budget"> = {
  ...{ turn, setupMs: 10_000, fillerMs: 2500, keysMs: 2000, characterMs: 60, silenceMs: 15_000 },
  ...{ goodbyeMs: 1500, lastWordsMs: 2500, pulseMs: 20_000 },
};

let read: VoiceLimits | undefined;

/** Read on first use: an installation without calls needs none of it. */
export function configuredVoice(): VoiceLimits {
  read ??= { ...usualTimes, budget: budgetFrom(readEnv(shape)) };
  return read;
}

function budgetFrom(env: ReturnType<typeof readEnv<typeof shape>>): CallBudget {
  return {
    minutes: env.VOICE_MAX_MINUTES,
    turns: env.VOICE_MAX_TURNS,
    tokens: env.VOICE_MAX_TOKENS,
    costMicros: env.VOICE_MAX_COST * 1_000_000,
  };
}
