import { z } from "zod";
import { chosenModels, type ModelAccess, type ModelPurpose, providers } from "../domain/models/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { readEnv } from "../platform/env.ts";
import { type ModelOptions, openModel, type Prices } from "./models/open-model.ts";
import type { Model, Provider } from "./models/port.ts";

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
  /** Read and written in one turn. */
  tokens: number;
  /** Millionths of a US dollar; counts when the models' prices are known. */
  costMicros: number;
  /** Questions asked beside the turn, of models without tools, and how long each may take. */
  asides: number;
  asideMs: number;
  /** How often is looked whether anybody still wants the answer, while a model thinks. */
  watchMs: number;
}

export const defaultLimits: Limits = {
  modelSteps: 8,
  toolCalls: 16,
  deadlineMs: 120_000,
  retries: 2,
  retryDelayMs: 1000,
  maxOutputTokens: 4000,
  tokens: 200_000,
  costMicros: 500_000,
  asides: 10,
  asideMs: 40_000,
  watchMs: 2000,
};

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
  AI_MAX_TOKENS: z.coerce.number().positive().default(defaultLimits.tokens).describe("What one answer may take."),
  AI_MAX_COST: z.coerce
    .number()
    .positive()
    .default(defaultLimits.costMicros / 1_000_000)
    .describe("The same, in US dollars."),
  AI_PRICE_INPUT: price.describe("US dollars per million input tokens of AI_MODEL; 0 shows no cost."),
  AI_PRICE_CACHED: price.optional().describe("Of what the provider had kept of them. Default AI_PRICE_INPUT."),
  AI_PRICE_OUTPUT: price.describe("US dollars per million output tokens of AI_MODEL."),
};

const addressShape = {
  PUBLIC_URL: z.url().default("http://localhost:3000").describe("Where shoppers find the help centre."),
};
let origin: string | undefined;

/** Of the addresses customers are told. Read on first use. */
export function publicOrigin(): string {
  origin ??= new URL(readEnv(addressShape).PUBLIC_URL).origin;
  return origin;
}

type Env = ReturnType<typeof readEnv<typeof shape>>;

/** The AI as it is set up: no models means off. */
export interface Agent {
  /** In the order they are asked: the next one when one before it cannot answer. */
  models: readonly Model[];
  /** What reads what strangers wrote. Default: the same. */
  readers?: readonly Model[];
  /** What says of an answer what nothing supports. Default: nobody is asked. */
  judges?: readonly Model[];
  debounceMs: number;
  limits: Limits;
}

let made: { env: Env; agent: Agent } | undefined;

/** Read on first use: an installation without AI needs none of it. */
function installation() {
  if (!made) {
    const env = readEnv(shape);
    made = { env, agent: agentFrom(env) };
  }
  return made;
}

/** Of the environment: what workspaces are served with that chose none. */
export function installedModels(): readonly Model[] {
  return installation().agent.models;
}

/** With the models a workspace chose for this, or else those of the installation. */
export async function agentFor(ctx: Context, purpose: "reply" | "speak"): Promise<Agent> {
  const chosen = await chosenModels(ctx, purpose === "reply" ? ["reply", "read", "judge"] : [purpose]);
  const chosenFor = (one: ModelPurpose) =>
    chosen.flatMap(({ purpose: its, model, prices, ...access }) =>
      its === one ? [openWith(access, model, prices)] : [],
    );
  const { agent } = installation();
  const [models, readers, judges] = [chosenFor(purpose), chosenFor("read"), chosenFor("judge")];
  const own = { ...(models.length > 0 && { models }), ...(readers.length > 0 && { readers }) };
  return { ...agent, ...own, ...(judges.length > 0 && { judges }) };
}

/** What a turn asks. */
export function modelsOf({ models, readers, judges }: Agent) {
  return { models, ...(readers && { readers }), ...(judges && { judges }) };
}

/** Opened once: each holds connections to its provider. */
const opened = new Map<string, Model>();
const mostOpened = 500;

/** A model asked with a merchant's own key. An address she wrote herself must be public. */
export function openWith(access: ModelAccess, model: string, prices: Prices = { input: 0, output: 0 }): Model {
  const { provider, apiKey } = access;
  const own = accessFrom(installation().env, provider).baseUrl;
  const isBaseUrlTrusted = access.baseUrl === null || access.baseUrl === own;
  const options: ModelOptions = { provider, apiKey, baseUrl: access.baseUrl ?? own, isBaseUrlTrusted, model, prices };
  const name = JSON.stringify(options);
  const found = opened.get(name) ?? openModel(options);
  // The one that was opened or asked last stands at the end.
  opened.delete(name);
  opened.set(name, found);
  const [oldest] = opened.keys();
  if (opened.size > mostOpened && oldest) opened.delete(oldest);
  return found;
}

function agentFrom(env: Env): Agent {
  const models = env.AI_MODEL.flatMap((name, n) => modelFrom(env, name, n) ?? []).map(openModel);
  const limits = { ...defaultLimits, tokens: env.AI_MAX_TOKENS, costMicros: env.AI_MAX_COST * 1_000_000 };
  return { models, debounceMs: env.AI_DEBOUNCE_MS, limits };
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
