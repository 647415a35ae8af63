/** Where a call goes on: comes back with the question. Never what a caller could have made up. */
export interface Ask {
  at: "menu" | "waiting" | "left" | "recorded" | "assistant" | "room" | "leg" | "go" | "incoming" | "outgoing";
  callId?: string;
  legId?: string;
  menu?: string;
  tries?: number;
}

/** What a provider asks and waits for. */
export interface Question {
  connectionId: string;
  /** The leg's id at the provider. */
  externalId: string;
  digits: string;
  speech: string;
  handoff: string | null;
  /** The leg has hung up meanwhile: what is answered is heard by nobody. */
  isOver?: boolean;
}

/** What is to happen on a leg, one after another. */
export type Step =
  | { do: "say"; text: string; language: string; voice: string | null }
  | { do: "pause"; seconds: number }
  | { do: "ask"; say: string; language: string; voice: string | null; digits: number; words: string[]; next: Ask }
  | { do: "wait"; callId: string; waiting: Ask; next: Ask }
  | { do: "leave" }
  | { do: "transcribe"; callId: string; language: string | null }
  | { do: "join"; callId: string; endsRoom: boolean; isRecorded: boolean; next: Ask | null }
  | { do: "record"; callId: string; language: string; maxSeconds: number; next: Ask }
  | { do: "assistant"; callId: string; externalId: string; language: string; languages: string[]; next: Ask }
  | { do: "go"; to: Ask }
  | { do: "hang_up" };

/** What is to be done at the provider; a job for each. */
export type Command =
  | { do: "dial"; legId: string }
  /** Sends the customer to where her call is now. */
  | { do: "move"; legId: string }
  | { do: "end"; legId: string }
  | { do: "hold"; legId: string; onHold: boolean }
  | { do: "mute"; legId: string; muted: boolean };
