import { notify } from "../hooks.ts";
import type { Verb } from "../twiml.ts";
import { callFields } from "./legs.ts";
import type { Document, Performing } from "./run.ts";
import type { Source } from "./state.ts";

/** The verb's `action`, with what it is told; null without one. */
export function actionOf(verb: Verb, document: Document, fields: Record<string, string>): Source | null {
  const { action, method } = verb.attributes;
  if (action === undefined) return null;
  return { url: new URL(action || document.url, document.url).href, method, fields };
}

/** Of verbs whose action, when none is given, is the document they stand in. */
export function actionOrHere(verb: Verb, document: Document, fields: Record<string, string>): Source {
  return (
    actionOf(verb, document, fields) ?? { url: document.url, method: verb.attributes.method ?? document.method, fields }
  );
}

/** An address in an attribute. */
export function address(verb: Verb, name: string, document: Document): string | null {
  const given = verb.attributes[name];
  return given ? new URL(given, document.url).href : null;
}

/** The call is over or elsewhere: the action hears of it, what it answers does not matter. */
export function tellAction(verb: Verb, performing: Performing, fields: Record<string, string>): void {
  const { sandbox, leg, document } = performing;
  const url = address(verb, "action", document);
  if (!url) return;
  const told = { ...callFields(leg), ...fields };
  notify(sandbox, {
    ...{ account: leg.account, url, method: verb.attributes.method, fields: told },
    label: `call ${leg.sid} ${leg.to}`,
  });
}
