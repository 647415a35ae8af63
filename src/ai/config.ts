import { z } from "zod";
import { readEnv } from "../platform/env.ts";
import { type ModelOptions, openModel } from "./models/open-model.ts";
import { type Model, type Provider, providers } from "./models/port.ts";

/** One for each model of AI_MODEL, in their order; the last one goes for the rest. */
const price = z
  .string()
  .default("0")
  .transform((text) => text.split(",").map(Number))
  .refine((prices) => prices.every((one) => one >= 0), "is no list of prices");

const key = z.string().optional();
const address = z.url().optional();

const shape = {
  OPENAI_API_KEY: key,
  OPENAI_BASE_URL: address.describe("Any server of the OpenAI Responses protocol; the sandbox is one."),
  ANTHROPIC_API_KEY: key,
  ANTHROPIC_BASE_URL: address,
  GEMINI_API_KEY: key,
  GEMINI_BASE_URL: address,
  COMPATIBLE_API_KEY: key,
  COMPATIBLE_BASE_URL: address.describe("Any server of OpenAI's Chat Completions."),
  AI_MODEL: z
    .string()
    .default("gpt-6-luna")
    .transform((text) => text.split(",").map((one) => one.trim()))
    .describe("What writes: `provider:model`, several in the order they are asked. One without a key is left out."),
  AI_DEBOUNCE_MS: z.coerce
    .number()
    .int()
    .nonnegative()
    .default(15_000)
    .describe("Pause that ends a burst of messages."),
  AI_PRICE_INPUT: price.describe("US dollars per million input tokens of AI_MODEL; 0 shows no cost."),
  AI_PRICE_CACHED: price.optional().describe("Of what the provider had kept of them. Default AI_PRICE_INPUT."),
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

/** The AI as it is set up: no models means off. */
export interface Agent {
  /** In the order they are asked: the next one when one before it cannot answer. */
  models: readonly Model[];
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

type Env = ReturnType<typeof readEnv<typeof shape>>;

function agentFrom(env: Env): Agent {
  const models = env.AI_MODEL.flatMap((name, n) => modelFrom(env, name, n) ?? []).map(openModel);
  return { models, debounceMs: env.AI_DEBOUNCE_MS, limits: defaultLimits };
}

/** `anthropic:claude-…`; a name without a provider is OpenAI's. Null: there is neither key nor address for it. */
function modelFrom(env: Env, name: string, n: number): ModelOptions | null {
  const named = providers.find((one) => name.startsWith(`${one}:`));
  const provider = named ?? "openai";
  const { apiKey, baseUrl } = accessFrom(env, provider);
  if (apiKey === undefined && baseUrl === undefined) return null;
  const nth = (list: number[]) => list[Math.min(n, list.length - 1)] ?? 0;
  const { AI_PRICE_INPUT: input, AI_PRICE_CACHED: cached, AI_PRICE_OUTPUT: output } = env;
  const prices = { input: nth(input), cachedInput: cached && nth(cached), output: nth(output) };
  const model = named ? name.slice(named.length + 1) : name;
  return { provider, apiKey: apiKey ?? "unset", baseUrl, model, prices };
}

function accessFrom(env: Env, provider: Provider) {
  const prefix = provider.toUpperCase() as Uppercase<Provider>;
  return { apiKey: env[`${prefix}_API_KEY`], baseUrl: env[`${prefix}_BASE_URL`] };
}
