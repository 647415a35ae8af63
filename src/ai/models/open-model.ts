import { AppError } from "../../platform/errors.ts";
import { createFetch, type Fetch } from "../../platform/http-client.ts";
import type { Answer, Model, OfferedModel, Provider, Question, Usage } from "./port.ts";
import { failureOf, refusalOf } from "./trouble.ts";

export interface ModelOptions {
  provider: Provider;
  apiKey: string;
  /** Default: the provider's own. */
  baseUrl?: string | undefined;
  /** Whether whoever runs this installation named that address: it alone may be private or plain HTTP. */
  isBaseUrlTrusted?: boolean;
  model: string;
  prices: Prices;
  /** For one answer. */
  timeoutMs?: number;
}

/** US dollars per million tokens. */
export interface Prices {
  input: number;
  /** Of what the provider had kept; default: like the rest. */
  cachedInput?: number | undefined;
  output: number;
}

/** How to ask one provider: its SDK, and what its words mean. */
export interface Adapter {
  /** @throws whatever the SDK throws. Retrying is not its business. */
  ask(question: Question, signal: AbortSignal, onText: (delta: string) => void): Promise<Asked>;
  offered(signal: AbortSignal): Promise<OfferedModel[]>;
}

/** `replay` null: there is nothing to send back but the words. */
export type Asked = Omit<Answer, "costMicros" | "replay"> & { replay: unknown[] | null };

export interface AdapterOptions {
  apiKey: string;
  baseUrl: string;
  model: string;
  fetch: Fetch;
  timeoutMs: number;
  replayOf: ReplayOf;
}

/** What this model answered before, in its own form; null for what another one said. */
export type ReplayOf = (answer: Answer) => unknown[] | null;

const addresses: Record<Provider, string> = {
  openai: "https://api.openai.com/v1",
  anthropic: "https://api.anthropic.com",
  gemini: "https://generativelanguage.googleapis.com",
  compatible: "http://127.0.0.1:11434/v1",
};

/** Each with its SDK, which is loaded with the first question: they take up to half a second. */
const adapters: Record<Provider, (options: AdapterOptions) => Promise<Adapter>> = {
  openai: async (options) => (await import("./openai.ts")).openaiAdapter(options),
  anthropic: async (options) => (await import("./anthropic.ts")).anthropicAdapter(options),
  gemini: async (options) => (await import("./gemini.ts")).geminiAdapter(options),
  compatible: async (options) => (await import("./compatible.ts")).compatibleAdapter(options),
};

/** A model over its provider's official SDK. Every answer that is no success means the same, whoever gave it. */
export function openModel(options: ModelOptions): Model {
  const { provider, model, prices, timeoutMs = 30_000, isBaseUrlTrusted = true } = options;
  const baseUrl = (options.baseUrl ?? addresses[provider]).replace(/\/$/, "");
  const by = `${provider} ${new URL(baseUrl).origin} ${model}`;
  let opened: Promise<Adapter> | undefined;
  const open = () => {
    opened ??= adapters[provider]({
      ...{ apiKey: options.apiKey, baseUrl, model, timeoutMs },
      fetch: successOrTrouble(createFetch({ allowedOrigins: isBaseUrlTrusted ? [baseUrl] : [], timeoutMs })),
      replayOf: ({ replay }) => (replay?.by === by ? replay.items : null),
    });
    return opened;
  };
  return {
    id: model,
    provider,
    async respond(question, signal, onText = () => undefined) {
      const asked = await inOurWords(async () => (await open()).ask(question, signal, onText));
      return { ...asked, costMicros: costOf(asked.usage, prices), replay: asked.replay && { by, items: asked.replay } };
    },
    priceMicros: (usage) => costOf(usage, prices),
    offered: (signal) => inOurWords(async () => (await open()).offered(signal)),
  };
}

async function inOurWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof AppError ? error : failureOf(error);
  }
}

/** SDKs throw away what they do not know of an error; here it is read before they see it. */
function successOrTrouble(fetch: Fetch): Fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (response.ok) return response;
    throw refusalOf(response, await response.text().catch(() => ""));
  };
}

function costOf(usage: Usage, { input, cachedInput = input, output }: Prices): number {
  const { inputTokens, cachedTokens, outputTokens } = usage;
  return Math.round((inputTokens - cachedTokens) * input + cachedTokens * cachedInput + outputTokens * output);
}
