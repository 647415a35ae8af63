import type { Sandbox } from "../../sandbox.ts";
import type { Verb } from "../twiml.ts";
import { play, sleep } from "./listen.ts";
import { load, type Outcome, type Performing, performAll } from "./run.ts";
import type { Leg, Source } from "./state.ts";
import { perform } from "./verbs.ts";

const betweenMs = 1_000;

/**
 * What somebody hears who waits: the document of `waitUrl`, asked for again whenever it is over, as long as `isWaiting`.
 * Resolves with "leave" when it says so, with "hangup" when it ends the call.
 */
export async function waitWith(
  sandbox: Sandbox,
  leg: Leg,
  waitUrl: string,
  fields: () => Record<string, string>,
  signal: AbortSignal,
  isWaiting: () => boolean,
  method?: string,
): Promise<"leave" | "hangup" | null> {
  let source: Source = { url: waitUrl, method, fields: fields() };
  while (isWaiting()) {
    const document = await load(sandbox, leg, source);
    signal.throwIfAborted();
    if (!document || document.verbs.length === 0) {
      play(sandbox, leg, "music", "");
      await sleep(sandbox, Infinity, signal);
    }
    if (!document) return null;
    const exit = { left: false };
    const one = async (verb: Verb, performing: Performing): Promise<Outcome> => {
      if (verb.name !== "Leave") return perform(verb, performing);
      exit.left = true;
      return "hangup";
    };
    const outcome = await performAll(document.verbs, { sandbox, leg, document, signal }, one);
    if (exit.left) return "leave";
    if (outcome === "hangup") return "hangup";
    if (outcome === undefined) await sleep(sandbox, betweenMs, signal);
    source = outcome
      ? {
          ...outcome,
          ...("url" in outcome && !("twiml" in outcome) ? { fields: { ...fields(), ...outcome.fields } } : {}),
        }
      : { url: waitUrl, method, fields: fields() };
  }
  return null;
}
