import type { Sandbox } from "../../sandbox.ts";
import { ask } from "../hooks.ts";
import { parseTwiml, TwimlError, type Verb } from "../twiml.ts";
import { warn } from "./alerts.ts";
import { advance, callFields, hangUp } from "./legs.ts";
import { play } from "./listen.ts";
import { allowedIn, objections } from "./rules.ts";
import { Interrupted, isOver, type Leg, type Source } from "./state.ts";

export interface Document {
  verbs: Verb[];
  /** What relative addresses in it start from. */
  url: string;
  method: string;
}
/** How one verb ended: on with the next, with another document, or with the end of the call. */
export type Outcome = undefined | Source | "hangup";
export interface Performing {
  sandbox: Sandbox;
  leg: Leg;
  document: Document;
  signal: AbortSignal;
}
export type Perform = (verb: Verb, performing: Performing) => Promise<Outcome>;

const applicationError = "We are sorry, an application error has occurred. Goodbye.";

/**
 * Carries out TwiML on a leg until there is none left, then hangs up. What fails in the stand-in itself is kept among its
 * problems.
 */
export function start(sandbox: Sandbox, leg: Leg, source: Source, perform: Perform): void {
  leg.isDriven = true;
  void drive(sandbox, leg, source, perform).catch((error: unknown) => {
    sandbox.twilio.problems.push(error instanceof Error ? String(error.stack) : String(error));
    hangUp(sandbox, leg, "failed");
  });
}

async function drive(sandbox: Sandbox, leg: Leg, first: Source, perform: Perform): Promise<void> {
  let next: Outcome = first;
  while (next && next !== "hangup" && !isOver(leg)) {
    const run = new AbortController();
    leg.run = run;
    try {
      next = await runOnce(sandbox, leg, next, perform, run.signal);
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      next = error.to ?? undefined;
    }
  }
  hangUp(sandbox, leg, leg.answeredAt ? "completed" : "no-answer");
}

async function runOnce(sandbox: Sandbox, leg: Leg, source: Source, perform: Perform, signal: AbortSignal) {
  const document = await load(sandbox, leg, source);
  signal.throwIfAborted();
  if (!document) {
    advance(sandbox, leg, "in-progress");
    play(sandbox, leg, "said", applicationError);
    return "hangup";
  }
  if (document.verbs.length === 0) advance(sandbox, leg, "in-progress");
  return performAll(document.verbs, { sandbox, leg, document, signal }, perform);
}

/** Carries out verbs one after the other. */
export async function performAll(verbs: Verb[], performing: Performing, perform: Perform): Promise<Outcome> {
  for (const verb of verbs) {
    const outcome = await perform(verb, performing);
    if (outcome) return outcome;
  }
}

/** null when there is no document to be had; the fallback address was asked too. */
export async function load(sandbox: Sandbox, leg: Leg, source: Source): Promise<Document | null> {
  if ("twiml" in source) return read(sandbox, leg, source.twiml, source.url, "POST");
  const { url, method = "POST", fields = {}, fallbackUrl } = source;
  const label = `call ${leg.sid} ${leg.to}`;
  const asked = { ...callFields(leg), ...fields };
  const answer = await ask(sandbox, { account: leg.account, url, method, fields: asked, label });
  let failure: { code: number; text: string };
  if ("code" in answer) {
    failure = answer;
    warn(sandbox, leg, answer.code, answer.text, url);
  } else {
    if (answer.body.trim() === "") return { verbs: [], url, method };
    if (/\b(?:text|application)\/(?:xml|html)\b/.test(answer.contentType)) {
      const document = read(sandbox, leg, answer.body, url, method);
      if (document || !fallbackUrl) return document;
      failure = { code: 12100, text: "Document parse failure" };
    } else {
      failure = { code: 12300, text: `Invalid Content-Type: ${answer.contentType}` };
      warn(sandbox, leg, failure.code, failure.text, url);
    }
  }
  if (!fallbackUrl) return null;
  const error = { ErrorCode: String(failure.code), ErrorUrl: url };
  return load(sandbox, leg, { url: fallbackUrl, fields: { ...fields, ...error } });
}

function read(sandbox: Sandbox, leg: Leg, twiml: string, url: string, method: string): Document | null {
  try {
    const verbs = parseTwiml(twiml);
    for (const text of objections(verbs)) warn(sandbox, leg, 12200, `Schema validation warning: ${text}`, url);
    return { verbs: allowedIn(verbs, "Response"), url, method };
  } catch (error) {
    if (!(error instanceof TwimlError)) throw error;
    warn(sandbox, leg, error.code, error.message, url);
    return null;
  }
}
