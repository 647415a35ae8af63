/** What is heard on a leg, where sound is played as text. */
export interface Heard {
  at: string;
  kind: "said" | "played" | "music" | "beep" | "voice" | "spoke";
  text: string;
}

/** One leg between this browser and the provider. */
export interface Leg {
  /** The provider's own id. */
  sid: string;
  isIncoming: boolean;
  state: "ringing" | "open" | "over";
  /** What the server gave it along. */
  parameters: Readonly<Record<string, string>>;
  isMuted: boolean;
  /** Null where sound is sound. */
  heard: readonly Heard[] | null;
}

export interface PhoneState {
  /** lost: it was reachable, and tries to be again. failed: it needs a person, see `problem`. */
  status: "starting" | "ready" | "lost" | "failed";
  problem: string | null;
  legs: readonly Leg[];
}

export const silentPhone: PhoneState = { status: "starting", problem: null, legs: [] };

/** What an agent does with her phone; plain data, so that it can be said from another tab. */
export type Command =
  | { do: "answer" | "decline" | "hangUp"; sid: string }
  | { do: "mute"; sid: string; muted: boolean }
  | { do: "keys"; sid: string; digits: string }
  /** Only where sound is played as text. */
  | { do: "say"; sid: string; text: string }
  /** Calls the provider's application, which asks the server: the server's grant decides who is called. */
  | { do: "call"; parameters: Record<string, string> };

export interface Softphone {
  /** @throws Error in words for a person. */
  obey(command: Command): Promise<void>;
  /** The token before runs out. */
  renew(token: string): void;
  close(): void;
}

export type OpenSoftphone = (
  how: { token: string; address: string | null },
  show: (state: PhoneState) => void,
) => Softphone | Promise<Softphone>;
