import { notify } from "../hooks.ts";
import type { Verb } from "../twiml.ts";
import { actionOrHere, address } from "./action.ts";
import { callFields } from "./legs.ts";
import { type Inbox, openInbox } from "./listen.ts";
import { allowedIn } from "./rules.ts";
import { type Outcome, type Performing, performAll } from "./run.ts";
import { type Input, Interrupted } from "./state.ts";
import { pause, playSound, say } from "./verbs.ts";

const prompts = { Say: say, Play: playSound, Pause: pause };

/** What came in: digits, or speech; null when nothing did. */
interface Gathered {
  fields: Record<string, string>;
}

/**
 * Reads keys and speech, while its prompts are spoken and after. Nothing in time: on with the next verb, unless
 * `actionOnEmptyResult`. Source: https://www.twilio.com/docs/voice/twiml/gather
 */
export async function gather(verb: Verb, performing: Performing): Promise<Outcome> {
  const { sandbox, leg, document } = performing;
  const inputs = new Set((verb.attributes.input ?? "dtmf").split(" "));
  const inbox = openInbox(sandbox, leg, (input) => fits(input, inputs));
  try {
    const result = await gathered(verb, performing, inputs, inbox);
    if (result) return actionOrHere(verb, document, { ...empty(inputs), ...result.fields });
    return verb.attributes.actionOnEmptyResult === "true" ? actionOrHere(verb, document, empty(inputs)) : undefined;
  } finally {
    inbox.close();
  }
}

async function gathered(
  verb: Verb,
  performing: Performing,
  inputs: Set<string>,
  inbox: Inbox,
): Promise<Gathered | null> {
  const timeoutMs = Number(verb.attributes.timeout ?? 5) * 1000;
  const reader = reading(verb, performing, inputs);
  let input = await prompted(verb, performing, inbox);
  for (;;) {
    input ??= await inbox.next(timeoutMs, performing.signal);
    if (input === null) return reader.atEnd();
    const result = reader.take(input);
    if (result) return result;
    input = null;
  }
}

function empty(inputs: Set<string>): Record<string, string> {
  return {
    msg: "Gather End",
    ...(inputs.has("dtmf") ? { Digits: "" } : {}),
    ...(inputs.has("speech") ? { SpeechResult: "" } : {}),
  };
}

function fits(input: Input, inputs: Set<string>): boolean {
  return (input.kind === "digit" && inputs.has("dtmf")) || (input.kind === "speech" && inputs.has("speech"));
}

/** Speaks the prompts until they end or the first key or word comes, which is returned. */
async function prompted(verb: Verb, performing: Performing, inbox: Inbox): Promise<Input | null> {
  const inner = new AbortController();
  const signal = AbortSignal.any([performing.signal, inner.signal]);
  const verbs = allowedIn(verb.children, "Gather");
  const spoken = performAll(
    verbs,
    { ...performing, signal },
    async (each, inside) => prompts[each.name as keyof typeof prompts](each, inside), // allowedIn lets only these through
  ).then(() => null);
  if (verb.attributes.bargeIn === "false") return spoken;
  const barge = inbox.next(Infinity, signal);
  try {
    return await Promise.race([barge, spoken]);
  } finally {
    inner.abort(new Interrupted(null));
    await Promise.allSettled([barge, spoken]);
  }
}

/** Makes an answer of keys and words. */
function reading(verb: Verb, performing: Performing, inputs: Set<string>) {
  const { attributes } = verb;
  const finishOnKey = attributes.finishOnKey ?? "#";
  const most = Number(attributes.numDigits ?? Infinity);
  let [digits, said] = ["", 0];
  const done = (key?: string): Gathered => ({
    fields: { Digits: digits, ...(key ? { FinishedOnKey: key } : {}), msg: "Gather End" },
  });
  return {
    take(input: Input): Gathered | undefined {
      if (input.kind === "digit") {
        if (finishOnKey.includes(input.digit)) return done(input.digit);
        digits += input.digit;
        return digits.length >= most ? done() : undefined;
      }
      if (input.kind !== "speech") return undefined;
      partial(verb, performing, input.text, said++);
      if (!input.isLast) return undefined;
      return {
        fields: {
          SpeechResult: input.text,
          Confidence: String(input.confidence),
          Language: attributes.language ?? "en-US",
        },
      };
    },
    atEnd: () => (digits !== "" && inputs.has("dtmf") ? done() : null),
  };
}

function partial(verb: Verb, { sandbox, leg, document }: Performing, text: string, sequence: number): void {
  const url = address(verb, "partialResultCallback", document);
  if (!url) return;
  notify(sandbox, {
    ...{ account: leg.account, url, method: verb.attributes.partialResultCallbackMethod, label: `speech ${leg.sid}` },
    fields: { ...callFields(leg), UnstableSpeechResult: text, Stability: "0.9", SequenceNumber: String(sequence) },
  });
}
