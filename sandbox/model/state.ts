import { z } from "zod";
import type { Turn } from "./turn.ts";

/** How a model can be asked: the APIs the stand-in speaks. */
export const protocols = ["responses", "chat", "anthropic", "gemini"] as const;
export type ProtocolName = (typeof protocols)[number];

/** One answer a test lays down for the model; without any, the rules answer. */
export const scriptedAnswer = z.strictObject({
  /** What the model says; with `json` the text is that value. */
  text: z.string().optional(),
  json: z.unknown().optional(),
  toolCalls: z.array(z.strictObject({ name: z.string(), arguments: z.unknown() })).optional(),
  refusal: z.string().optional(),
  incomplete: z.enum(["max_output_tokens", "content_filter"]).optional(),
  /** Sent as it is, in place of a response object. */
  raw: z.string().optional(),
  /** An error of the API. */
  status: z.int().min(400).max(599).optional(),
  error: z.strictObject({ code: z.string().nullable(), message: z.string(), type: z.string() }).partial().optional(),
  retryAfterSeconds: z.number().nonnegative().optional(),
  delayMs: z.int().nonnegative().optional(),
  /** Between two pieces of a stream. */
  pieceDelayMs: z.int().nonnegative().optional(),
  /** Ends the connection after so many pieces of a stream. */
  cutAfter: z.int().nonnegative().optional(),
  /** Ends the stream properly after so many pieces, without its end. */
  stopAfter: z.int().nonnegative().optional(),
  /** Tells of an error of the API after so many pieces of a stream that began well. */
  failAfter: z.int().nonnegative().optional(),
  /** Only for who asks by this protocol. */
  protocol: z.enum(protocols).optional(),
  /** Never finishes: no answer, or a stream that goes on and on. */
  endless: z.boolean().optional(),
  /** Calls the first tool that is offered, again and again. */
  loop: z.boolean().optional(),
  times: z.union([z.int().positive(), z.literal("always")]).default(1),
});
export type ScriptedAnswer = z.infer<typeof scriptedAnswer>;

export interface Model {
  script: ScriptedAnswer[];
  /** What answers whoever asks for a model of this name; the script and the rules answer the others. */
  players: Map<string, (turn: Turn) => ScriptedAnswer | Promise<ScriptedAnswer>>;
  /** Bodies of the calls, oldest first; the last hundred. */
  requests: unknown[];
  /** What the lists of models name, with the day each one ends. */
  offered: OfferedModel[];
}

export const offeredModel = z.strictObject({ id: z.string().min(1), endsOn: z.iso.date().nullable() });
export type OfferedModel = z.infer<typeof offeredModel>;

export function createModel(): Model {
  return { script: [], players: new Map(), requests: [], offered: [{ id: "sandbox", endsOn: null }] };
}

export function takeScripted(model: Model, asked: ProtocolName): ScriptedAnswer | null {
  const next = model.script.find(({ protocol = asked }) => protocol === asked);
  if (!next) return null;
  if (next.times !== "always" && --next.times === 0) model.script = model.script.filter((one) => one !== next);
  return next;
}
