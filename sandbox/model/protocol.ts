import type { Output } from "./respond.ts";
import type { OfferedModel, ProtocolName } from "./state.ts";
import type { Turn } from "./turn.ts";

/** One piece of a stream as it is sent. `isPiece`: it holds a part of what is said. */
export interface Frame {
  text: string;
  isPiece?: boolean;
}

export interface Asked {
  turn: Turn;
  /** The request's body. */
  body: Record<string, unknown>;
  output: Output;
  /** What was asked, to count its tokens by. */
  inputText: string;
}

/** One API a model can be asked by. */
export interface Protocol {
  name: ProtocolName;
  /** A whole answer. */
  whole(asked: Asked): object;
  /** The same as a stream; its last frame is its end. */
  frames(asked: Asked): Frame[];
  /** More of the same, for a stream that never ends. */
  more(): Frame;
  /** An error in the middle of a stream. */
  failure(error: ProtocolError): Frame;
  error(error: ProtocolError): object;
  list(models: readonly OfferedModel[]): object;
}

export interface ProtocolError {
  status: number;
  /** The provider's own word; default: what fits the status. */
  code?: string | null | undefined;
  type?: string | undefined;
  message?: string | undefined;
}

/** Pieces as models write them: their ends fall anywhere, inside characters of two units too. */
export function pieces(text: string): string[] {
  return text.match(/[\s\S]{1,24}/gu) ?? [];
}

export function sse(data: object, event?: string): string {
  return `${event ? `event: ${event}\n` : ""}data: ${JSON.stringify(data)}\n\n`;
}
