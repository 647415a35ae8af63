/** A language model, whoever makes it. Adapters know their provider and nothing of conversations or orders. */
export interface Model {
  /** The provider's name for it. */
  id: string;
  /**
   * One answer of the model. @param onText its words as they come, when somebody waits for them; the answer holds them all.
   * @throws ProviderUnavailable when the same question may be answered later; ProviderRejected when it never will.
   */
  respond(question: Question, signal: AbortSignal, onText?: (delta: string) => void): Promise<Answer>;
  /** Millionths of a US dollar. */
  priceMicros(usage: Usage): number;
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
  /** The provider's own form of this answer, to be sent back unchanged in the next question. */
  replay: unknown[];
}

export interface Usage {
  inputTokens: number;
  outputTokens: number;
}
