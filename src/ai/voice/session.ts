import type { RawData } from "ws";
import type { Relay, RelayFrame, RelaySetup } from "../../integrations/index.ts";
import { AppError } from "../../platform/errors.ts";
import type { Log } from "../../platform/log.ts";
import type { VoiceLimits } from "./config.ts";
import type { Talk } from "./talk.ts";
import type { TalkTools } from "./talk-call.ts";

/** The part of a socket that a session needs. */
export interface Wire {
  send(frame: string): void;
  /** With a code of the protocol and a reason a person can read. */
  close(code: number, reason: string): void;
}

export interface SessionOptions {
  wire: Wire;
  relay: Relay;
  /** The account whose signature opened the socket. */
  account: string;
  limits: VoiceLimits;
  log: Log;
  /** Begins the talk with the call of this socket. @throws AppError when there is none to talk with. */
  open(setup: RelaySetup & { callId: string }, send: TalkTools["send"]): Promise<Talk>;
}

export interface Session {
  message(data: RawData, isBinary: boolean): void;
  /** The socket is closed. */
  closed(): Promise<void>;
  /** The process stops: the caller is given to a person. */
  stop(): Promise<void>;
}

/** Frames that may come before the call is opened, and in one second. */
const mostWaiting = 50;
const mostPerSecond = 100;

/**
 * Holds a socket to its protocol: one `setup` first, then what the caller says. Whatever breaks it ends the session
 * with a reason, and the provider is told to go on with the call, so that a caller is never left with a dead line.
 */
export function openSession({ wire, relay, account, limits, log, open }: SessionOptions): Session {
  let phase: "new" | "opening" | "open" | "over" = "new";
  let talk: Talk | null = null;
  const waiting: Exclude<RelayFrame, RelaySetup>[] = [];
  const flood = countPerSecond();
  const send: TalkTools["send"] = (saying) => {
    wire.send(relay.write(saying));
    if (saying.kind === "end") finish(1000, "the talk is over");
  };
  const unknown = setTimeout(() => fault(1008, "no setup came"), limits.setupMs);

  function finish(code: number, reason: string) {
    phase = "over";
    clearTimeout(unknown);
    // The provider closes after "end"; one that does not is closed.
    if (code === 1000) setTimeout(() => wire.close(code, reason), limits.lastWordsMs).unref();
    else wire.close(code, reason);
  }

  /** Ends what cannot go on. */
  function fault(code: number, reason: string) {
    if (phase === "over") return;
    log.warn({ code, reason }, "a call's socket was closed");
    phase = "over";
    clearTimeout(unknown);
    const handed = talk ? talk.handOver("fault") : Promise.resolve();
    void handed.finally(() => {
      if (!talk) wire.send(relay.write({ kind: "end", handoff: { reason: "fault" } }));
      wire.close(code, reason);
    });
  }

  async function begin(setup: RelaySetup) {
    const { callId } = setup;
    if (setup.account !== account) return fault(1008, "the call is another account's");
    if (callId === null) return fault(1008, "the ticket of the call is not valid");
    phase = "opening";
    clearTimeout(unknown);
    try {
      const opened = await open({ ...setup, callId }, send);
      // The socket may have closed in the meantime.
      if (phase !== "opening") return await opened.gone();
      talk = opened;
      phase = "open";
      for (const frame of waiting.splice(0)) talk.hear(frame);
    } catch (error) {
      if (!(error instanceof AppError)) log.error({ err: error }, "a call could not be talked with");
      fault(
        error instanceof AppError ? 1008 : 1011,
        error instanceof AppError ? error.message : "something went wrong",
      );
    }
    return undefined;
  }

  function take(frame: RelayFrame) {
    if (frame.kind === "setup") return phase === "new" ? void begin(frame) : fault(1008, "a second setup");
    if (phase === "new") return fault(1008, `${frame.kind} before setup`);
    if (phase === "open") return talk?.hear(frame);
    return waiting.push(frame) > mostWaiting ? fault(1008, "too many messages") : undefined;
  }

  return {
    message(data, isBinary) {
      if (phase === "over") return;
      if (isBinary) return fault(1003, "only text is understood");
      if (flood() > mostPerSecond) return fault(1008, "too many messages");
      try {
        const frame = relay.read(String(data));
        if (frame) take(frame);
      } catch (error) {
        if (error instanceof AppError) return fault(1007, error.message);
        // Thrown here it would end the process, and every other call with it.
        log.error({ err: error }, "what a caller said could not be heard");
        fault(1011, "something went wrong");
      }
    },
    async closed() {
      phase = "over";
      clearTimeout(unknown);
      await talk?.gone();
    },
    async stop() {
      if (talk && phase === "open") await talk.handOver("stopped");
      else fault(1012, "the server stops");
    },
  };
}

function countPerSecond(): () => number {
  let [second, count] = [0, 0];
  return () => {
    const at = Math.floor(performance.now() / 1000);
    count = at === second ? count + 1 : 1;
    second = at;
    return count;
  };
}
