import { z } from "zod";
import { readEnv } from "../platform/env.ts";
import { createOpenaiModel } from "./models/openai.ts";
import type { Model } from "./models/port.ts";

const price = z.coerce.number().nonnegative().default(0);

const shape = {
  OPENAI_API_KEY: z.string().optional().describe("Without a key and without OPENAI_BASE_URL the AI agent is off."),
  OPENAI_BASE_URL: z.url().optional().describe("Any server of the OpenAI Responses protocol; the sandbox is one."),
  AI_MODEL: z.string().default("gpt-6-luna").describe("The model that writes drafts."),
  AI_DEBOUNCE_MS: z.coerce
    .number()
    .int()
    .nonnegative()
    .default(15_000)
    .describe("Pause that ends a burst of messages."),
  AI_PRICE_INPUT: price.describe("US dollars per million input tokens of AI_MODEL; 0 shows no cost."),
  AI_PRICE_OUTPUT: price.describe("US dollars per million output tokens of AI_MODEL."),
};

/** How far one turn may go. Times in milliseconds. */
export interface Limits {
  /** Answers asked of the model in one turn. */
  modelSteps: number;
  toolCalls: number;
  deadlineMs: number;
  /** Attempts after the first when the model cannot be reached. */
  retries: number;
  /** Before the first retry; four times that before the next. */
  retryDelayMs: number;
  maxOutputTokens: number;
}

/** The AI as it is set up: `model` null means off. */
export interface Agent {
  model: Model | null;
  debounceMs: number;
  limits: Limits;
}

export const defaultLimits: Limits = {
  modelSteps: 8,
  toolCalls: 16,
  deadlineMs: 120_000,
  retries: 2,
  retryDelayMs: 1000,
  maxOutputTokens: 4000,
};

let made: Agent | undefined;

/** Read on first use: an installation without AI needs none of it. */
export function configuredAgent(): Agent {
  made ??= agentFrom(readEnv(shape));
  return made;
}

function agentFrom(env: ReturnType<typeof readEnv<typeof shape>>): Agent {
  const { OPENAI_API_KEY: apiKey = "unset", OPENAI_BASE_URL: baseUrl = "https://api.openai.com/v1" } = env;
  const isOn = env.OPENAI_API_KEY !== undefined || env.OPENAI_BASE_URL !== undefined;
  const prices = { input: env.AI_PRICE_INPUT, output: env.AI_PRICE_OUTPUT };
  return {
    model: isOn ? createOpenaiModel({ apiKey, baseUrl, model: env.AI_MODEL, prices }) : null,
    debounceMs: env.AI_DEBOUNCE_MS,
    limits: defaultLimits,
  };
}
