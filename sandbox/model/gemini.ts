import { z } from "zod";
import { type Asked, type Frame, type Protocol, pieces, sse } from "./protocol.ts";
import type { Output } from "./respond.ts";
import { tokens } from "./response-object.ts";
import { json, type Turn } from "./turn.ts";

const schema = z.record(z.string(), z.unknown());
const part = z.looseObject({
  text: z.string().optional(),
  functionCall: z.looseObject({ name: z.string(), args: z.unknown().optional() }).optional(),
  functionResponse: z.looseObject({ name: z.string().min(1), response: z.record(z.string(), z.unknown()) }).optional(),
});
const content = z.object({ role: z.enum(["user", "model"]).optional(), parts: z.array(part).min(1) });

export const generateRequest = z.looseObject({
  contents: z.array(content).min(1),
  systemInstruction: content.optional(),
  tools: z
    .array(
      z.object({
        functionDeclarations: z
          .array(z.looseObject({ name: z.string(), parametersJsonSchema: schema.optional() }))
          .default([]),
      }),
    )
    .default([]),
  toolConfig: z
    .object({ functionCallingConfig: z.object({ mode: z.enum(["AUTO", "ANY", "NONE"]).optional() }).optional() })
    .optional(),
  generationConfig: z
    .looseObject({ responseMimeType: z.string().optional(), responseJsonSchema: schema.optional() })
    .optional(),
});

export function turnOfGenerate(request: z.infer<typeof generateRequest>, model: string, isStream: boolean): Turn {
  const parts = request.contents.flatMap(({ role = "user", parts: some }) => some.map((one) => ({ role, ...one })));
  const system = request.systemInstruction?.parts ?? [];
  const declared = request.tools.flatMap(({ functionDeclarations }) => functionDeclarations);
  const form = request.generationConfig?.responseJsonSchema;
  return {
    ...{ model, stream: isStream, hasJustLooked: parts.at(-1)?.functionResponse !== undefined },
    texts: [
      ...system.map(({ text = "" }) => ({ role: "developer", text })),
      ...parts.flatMap(({ role, text }) => (text ? [{ role: role === "model" ? "assistant" : role, text }] : [])),
    ],
    calledTools: parts.flatMap(({ functionCall }) => (functionCall ? [functionCall.name] : [])),
    toolOutputs: parts.flatMap(({ functionResponse }) => (functionResponse ? [functionResponse.response] : [])),
    tools:
      request.toolConfig?.functionCallingConfig?.mode === "NONE"
        ? []
        : declared.map(({ name, parametersJsonSchema: parameters = {} }) => ({ name, parameters })),
    format: form ? { name: "answer", schema: form } : null,
  };
}

const finishOf = ({ refusal, incomplete }: Output) =>
  refusal !== null || incomplete === "content_filter" ? "SAFETY" : incomplete ? "MAX_TOKENS" : "STOP";

function responseOf({ turn, inputText, output }: Asked, parts: object[], finishReason?: string) {
  const [promptTokenCount, candidatesTokenCount] = [tokens(inputText), tokens(JSON.stringify(output))];
  const used = { promptTokenCount, candidatesTokenCount, totalTokenCount: promptTokenCount + candidatesTokenCount };
  return {
    candidates: [
      { content: { role: "model", parts }, index: 0, ...(finishReason && { finishReason, safetyRatings: [] }) },
    ],
    ...{ usageMetadata: used, modelVersion: turn.model, responseId: "sandbox" },
  };
}

/** Arguments that are no JSON cannot come out of this API: the model's failure is told instead. */
function callParts({ toolCalls }: Output): object[] | null {
  const given = toolCalls.map(({ name, arguments: text }) => ({ name, args: json(text) }));
  if (given.some(({ args }) => typeof args !== "object" || args === null)) return null;
  return given.map((functionCall, n) => ({ functionCall, ...(n === 0 && { thoughtSignature: "c2lnbmVk" }) }));
}

/** Google's generateContent. Source: https://ai.google.dev/api/generate-content */
export const gemini: Protocol = {
  name: "gemini",
  whole(asked) {
    const { text } = asked.output;
    const calls = callParts(asked.output);
    const parts = [...(text ? [{ text }] : []), ...(calls ?? [])];
    return responseOf(asked, parts, calls ? finishOf(asked.output) : "MALFORMED_FUNCTION_CALL");
  },
  frames(asked) {
    const calls = callParts(asked.output);
    const frame = (parts: object[], finish?: string): Frame => ({
      ...{ text: sse(responseOf(asked, parts, finish)), isPiece: finish === undefined },
    });
    return [
      ...pieces(asked.output.text ?? "").map((text) => frame([{ text }])),
      ...(calls ?? []).map((one) => frame([one])),
      frame([], calls ? finishOf(asked.output) : "MALFORMED_FUNCTION_CALL"),
    ];
  },
  more: () => ({ text: sse({ candidates: [{ content: { role: "model", parts: [{ text: "and so on " }] } }] }) }),
  failure: (error) => ({ text: sse(errorOf(error)) }),
  error: errorOf,
  list: (models) => ({
    models: models.map(({ id }) => ({ name: `models/${id}`, displayName: id, version: "1" })),
  }),
};

const statuses: Record<number, string> = {
  ...{ 400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND" },
  ...{ 429: "RESOURCE_EXHAUSTED", 503: "UNAVAILABLE", 529: "UNAVAILABLE" },
};

function errorOf({ status, type, code, message = "The server had an error" }: Parameters<Protocol["error"]>[0]) {
  const info = { "@type": "type.googleapis.com/google.rpc.ErrorInfo", domain: "googleapis.com" };
  return {
    error: {
      ...{ code: status, message, status: type ?? statuses[status] ?? "INTERNAL" },
      details: code ? [{ ...info, reason: code }] : [],
    },
  };
}
