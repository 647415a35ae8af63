// Google's own client: its compatibility layer for OpenAI's is a beta that loses thought signatures.
import {
  type Content,
  type FinishReason,
  FunctionCallingConfigMode,
  type GenerateContentParameters,
  type GenerateContentResponse,
  GoogleGenAI,
  type Part,
} from "@google/genai";
import { objectIn } from "./json-in.ts";
import type { Adapter, AdapterOptions, Asked, ReplayOf } from "./open-model.ts";
import type { Answer, Item, Question } from "./port.ts";
import { troubleWith } from "./trouble.ts";

/**
 * Google's Gemini API, by generateContent: its newer "interactions" keep what people wrote at the provider.
 * Source: https://ai.google.dev/api/generate-content
 */
export function geminiAdapter({ apiKey, baseUrl, model, fetch, timeoutMs, replayOf }: AdapterOptions): Adapter {
  const client = new GoogleGenAI({ apiKey, vertexai: false, httpOptions: { baseUrl, fetch, timeout: timeoutMs } });
  return {
    async ask(question, signal, onText) {
      return gather(await client.models.generateContentStream(toRequest(model, question, signal, replayOf)), onText);
    },
    async offered(signal) {
      const { page } = await client.models.list({ config: { pageSize: 1000, abortSignal: signal } });
      return page.flatMap(({ name }) => (name ? [{ id: name.replace(/^models\//, ""), endsOn: null }] : []));
    },
  };
}

/** Models before the third take no schema beside tools; they are told it in words. */
const eitherToolsOrSchema = /^gemini-[12]/;

function toRequest(
  model: string,
  question: Question,
  abortSignal: AbortSignal,
  replayOf: ReplayOf,
): GenerateContentParameters {
  const { instructions, items, tools, mayCallTools, output, maxOutputTokens } = question;
  const inWords = output !== null && tools.length > 0 && eitherToolsOrSchema.test(model);
  const form = inWords ? `\n\nAnswer with nothing but JSON of this schema:\n${JSON.stringify(output.schema)}` : "";
  const { AUTO, NONE } = FunctionCallingConfigMode;
  return {
    model,
    contents: toContents(items, replayOf),
    config: {
      abortSignal,
      maxOutputTokens,
      systemInstruction: instructions + form,
      ...(tools.length > 0 && {
        tools: [
          {
            functionDeclarations: tools.map(({ name, description, schema }) => ({
              ...{ name, description, parametersJsonSchema: schema },
            })),
          },
        ],
        toolConfig: { functionCallingConfig: { mode: mayCallTools ? AUTO : NONE } },
      }),
      ...(output && !inWords && { responseMimeType: "application/json", responseJsonSchema: output.schema }),
    },
  };
}

/** Who speaks takes turns; a result names the call it belongs to by its name too. */
function toContents(items: readonly Item[], replayOf: ReplayOf): Content[] {
  const contents: { role: string; parts: Part[] }[] = [];
  const names = new Map<string, string>();
  for (const item of items) {
    if (item.type === "answer") for (const { id, name } of item.answer.toolCalls) names.set(id, name);
    const role = item.type === "text" || item.type === "tool_result" ? "user" : "model";
    const parts = partsOf(item, names, replayOf);
    const last = contents.at(-1);
    if (parts.length === 0) continue;
    if (last?.role === role) last.parts.push(...parts);
    else contents.push({ role, parts });
  }
  return contents;
}

function partsOf(item: Item, names: ReadonlyMap<string, string>, replayOf: ReplayOf): Part[] {
  if (item.type === "tool_result") {
    const { callId, text } = item;
    return [{ functionResponse: { ...idOf(callId), name: names.get(callId) ?? "", response: objectIn(text) } }];
  }
  if (item.type !== "answer") return textParts(item.text);
  // The API's own parts, thoughts with their signatures, sent back as they came.
  const own = replayOf(item.answer) as Part[] | null;
  const { text, toolCalls } = item.answer;
  return own ?? [...textParts(text), ...toolCalls.map(calledElsewhere)];
}

/**
 * Calls another model made: without a signature of its own it would refuse them.
 * Source: https://ai.google.dev/gemini-api/docs/thought-signatures
 */
function calledElsewhere({ id, name, arguments: given }: Answer["toolCalls"][number]): Part {
  const thoughtSignature = "skip_thought_signature_validator";
  return { functionCall: { ...idOf(id), name, args: objectIn(given) }, thoughtSignature };
}

function textParts(text: string): Part[] {
  return text === "" ? [] : [{ text }];
}

/** Some models give their calls no id: we do, and keep it to ourselves. */
const ourId = /^ours_\d+_/;
const idOf = (id: string) => (ourId.test(id) ? {} : { id });

async function gather(chunks: AsyncIterable<GenerateContentResponse>, onText: (delta: string) => void): Promise<Asked> {
  const parts: Part[] = [];
  let finish: FinishReason | string | undefined;
  let told: GenerateContentResponse["usageMetadata"];
  for await (const { candidates, promptFeedback, usageMetadata } of chunks) {
    told = usageMetadata ?? told;
    if (promptFeedback?.blockReason) finish = "SAFETY";
    const [candidate] = candidates ?? [];
    finish = candidate?.finishReason ?? finish;
    for (const part of candidate?.content?.parts ?? []) {
      parts.push(part);
      if (part.text && !part.thought) onText(part.text);
    }
  }
  if (finish === undefined) throw troubleWith(parts.length > 0 ? "broken_off" : "unreadable");
  const calls = parts.flatMap(({ functionCall }, n) => (functionCall ? [callOf(functionCall, n)] : []));
  const { promptTokenCount = 0, toolUsePromptTokenCount = 0, cachedContentTokenCount = 0 } = told ?? {};
  const { candidatesTokenCount = 0, thoughtsTokenCount = 0 } = told ?? {};
  return {
    end: endOf(finish),
    text: parts.map(({ text, thought }) => (thought ? "" : (text ?? ""))).join(""),
    toolCalls: malformed.has(finish) && calls.length === 0 ? [nonsense()] : calls,
    usage: {
      inputTokens: promptTokenCount + toolUsePromptTokenCount,
      cachedTokens: cachedContentTokenCount,
      outputTokens: candidatesTokenCount + thoughtsTokenCount,
    },
    replay: malformed.has(finish) ? null : joined(parts),
  };
}

/** The model tried to call something and failed; a call that cannot be carried out tells it so. */
const malformed: ReadonlySet<string> = new Set(["MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL"]);
const nonsense = () => ({ id: `ours_${Date.now()}_0`, name: "malformed_call", arguments: "" });

function callOf({ id, name = "", args = {} }: NonNullable<Part["functionCall"]>, n: number) {
  return { id: id ?? `ours_${Date.now()}_${n}`, name, arguments: JSON.stringify(args) };
}

function endOf(finish: string): Asked["end"] {
  if (finish === "STOP" || malformed.has(finish)) return "complete";
  return finish === "MAX_TOKENS" ? "cut" : "filtered";
}

/** Pieces of one text as one part, because what came in ten pieces is one thing that was said. */
function joined(parts: readonly Part[]): Part[] {
  const whole: Part[] = [];
  for (const part of parts) {
    const last = whole.at(-1);
    const isPiece = (one: Part | undefined) => one?.text !== undefined && !one.thoughtSignature;
    if (last && isPiece(last) && isPiece(part) && last.thought === part.thought) {
      whole[whole.length - 1] = { ...last, text: `${last.text}${part.text}` };
    } else whole.push(part);
  }
  return whole.filter(({ text, thoughtSignature }) => text !== "" || thoughtSignature !== undefined);
}
