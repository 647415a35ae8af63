/** A language model, whoever makes it. Adapters know their provider and nothing of conversations or orders. */
export interface Model {
  /** The provider's name for it. */
  id: string;
  provider: Provider;
  /**
   * One answer of the model. @param onText its words as they come, when somebody waits for them; the answer holds them all.
   * @throws AppError that says whether the same question may be answered later, or by another model: see trouble.ts.
   */
  respond(question: Question, signal: AbortSignal, onText?: (delta: string) => void): Promise<Answer>;
  /** What an answer costs that took so much. Millionths of a US dollar; 0 where the model's prices are not known. */
  priceMicros(usage: Usage): number;
  /** What its provider offers to whoever has this key. @throws AppError */
  offered(signal: AbortSignal): Promise<OfferedModel[]>;
}

/** `compatible`: any server of OpenAI's Chat Completions. */
export type Provider = "openai" | "anthropic" | "gemini" | "compatible";

export interface OfferedModel {
  id: string;
  /** A day, "2026-12-11"; null: none is announced. */
  endsOn: string | null;
}

export interface Question {
  instructions: string;
  /** Everything said so far, oldest first. */
  items: Item[];
  tools: ToolDescription[];
  /** False: no more tools, answer now. */
  mayCallTools: boolean;
  /** The JSON Schema of the final answer; null: plain words. */
  output: { name: string; schema: Record<string, unknown> } | null;
  maxOutputTokens: number;
}

export type Item =
  | { type: "text"; text: string }
  /** What was said to the person as far as it was heard, in place of an answer. */
  | { type: "said"; text: string }
  | { type: "answer"; answer: Answer }
  | { type: "tool_result"; callId: string; text: string };

export interface ToolDescription {
  name: string;
  description: string;
  /** JSON Schema of the arguments: every property required, no others allowed. */
  schema: Record<string, unknown>;
  /** The schema is somebody else's, and need not be so: providers are not asked to hold the model to it. */
  isLoose?: true | undefined;
}

export interface ToolCall {
  id: string;
  name: string;
  /** JSON as the model wrote it, which need not be valid. */
  arguments: string;
}

export interface Answer {
  /** complete: all was said. refused: the model declined. cut: too long. filtered: the provider held it back. */
  end: "complete" | "refused" | "cut" | "filtered";
  text: string;
  toolCalls: ToolCall[];
  usage: Usage;
  /** Millionths of a US dollar; 0 where the model's prices are not known. */
  costMicros: number;
  /** The provider's own form of this answer: sent back unchanged, and only to where it came from. Null: it has none. */
  replay: { by: string; items: unknown[] } | null;
}

export interface Usage {
  /** All that was read, the cached part included. */
  inputTokens: number;
  /** The part of it that the provider had kept and charges less for. */
  cachedTokens: number;
  /** All that was written, thoughts included. */
  outputTokens: number;
}
