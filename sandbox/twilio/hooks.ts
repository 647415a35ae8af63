import { setTimeout as wait } from "node:timers/promises";
import { newId } from "../../src/platform/ids.ts";
import type { Fault } from "../faults.ts";
import type { Sandbox } from "../sandbox.ts";
import { signature } from "./signature.ts";
import type { Account } from "./state.ts";

/** A request of Twilio to the product. */
export interface Hook {
  account: Account;
  url: string;
  method?: string | undefined;
  fields: Record<string, string>;
  /** What a fault's `path` is compared with, and what the calls are counted under: "message-status SM… delivered". */
  label: string;
}

export interface HookAnswer {
  status: number;
  contentType: string;
  body: string;
}
/** Twilio's error code and what is known. */
export interface HookFailure {
  code: number;
  text: string;
}

/** Connection overrides in the fragment. Source: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides */
interface Overrides {
  retries: number;
  on: Set<string>;
  readTimeoutMs: number;
}
const longestReadMs = 15_000;
const longestKeptBackMs = 2_000;

/** Asks for TwiML. A failure was tried again as the URL's fragment says, and is noted as an alert of the account. */
export function ask(sandbox: Sandbox, hook: Hook): Promise<HookAnswer | HookFailure> {
  return sandbox.twilio.schedule.track(asked(sandbox, hook));
}

async function asked(sandbox: Sandbox, hook: Hook): Promise<HookAnswer | HookFailure> {
  const fault = sandbox.faults.take("callback", hook.label, hook.method ?? "POST");
  if (fault?.delayMs) await wait(fault.delayMs, undefined, { ref: false });
  if (fault?.drop) return { code: 11200, text: "dropped" };
  const answer = deliver(sandbox, hook);
  for (let more = fault?.duplicate ?? 0; more > 0; more--)
    void sandbox.twilio.schedule.track(deliver(sandbox, hook, await token(answer)));
  return (await answer).answer;
}

/** Says that something happened; what is answered does not matter. */
export function notify(sandbox: Sandbox, hook: Hook): void {
  const { schedule, keptBack } = sandbox.twilio;
  const fault = sandbox.faults.take("callback", hook.label, hook.method ?? "POST");
  if (fault?.drop) {
    sandbox.calls.count("callback", `dropped ${hook.label}`);
    return;
  }
  const send = (then?: () => void) =>
    void schedule.track(repeatedly(sandbox, hook, fault).finally(then)).catch(() => {});
  if (fault?.reorder) {
    keptBack.add(send);
    schedule.later(longestKeptBackMs, () => keptBack.delete(send) && send());
  } else if (fault?.delayMs) {
    schedule.later(fault.delayMs, send);
  } else {
    const waiting = [...keptBack];
    keptBack.clear();
    send(() => {
      for (const sendKept of waiting) sendKept();
    });
  }
}

/** Every copy is the same request: a repeat carries the token of the first. */
async function repeatedly(sandbox: Sandbox, hook: Hook, fault: Fault | null): Promise<void> {
  const idempotencyToken = newId();
  await deliver(sandbox, hook, idempotencyToken);
  for (let more = fault?.duplicate ?? 0; more > 0; more--) await deliver(sandbox, hook, idempotencyToken);
}

async function token(first: Promise<{ idempotencyToken: string }>): Promise<string> {
  return (await first).idempotencyToken;
}

async function deliver(sandbox: Sandbox, hook: Hook, idempotencyToken: string = newId()) {
  const overrides = overridesIn(hook.url);
  for (let tried = 0; ; tried++) {
    sandbox.calls.count("callback", `sent ${hook.label}`);
    const answer = await once(hook, idempotencyToken, overrides.readTimeoutMs);
    if (!("kind" in answer)) return { answer, idempotencyToken };
    const again = tried < overrides.retries && (overrides.on.has(answer.kind) || overrides.on.has("all"));
    if (again) continue;
    sandbox.calls.count("callback", `failed ${hook.label}`);
    const at = sandbox.twilio.schedule.now();
    hook.account.alerts.push({ code: answer.code, text: answer.text, url: hook.url, resourceSid: null, at });
    return { answer: { code: answer.code, text: answer.text }, idempotencyToken };
  }
}

async function once(hook: Hook, idempotencyToken: string, readTimeoutMs: number) {
  const { account, fields, method = "POST" } = hook;
  const bare = hook.url.split("#", 1)[0] ?? "";
  const query = new URLSearchParams(fields).toString();
  const url = method === "GET" ? `${bare}${bare.includes("?") ? "&" : "?"}${query}` : bare;
  const headers = {
    ...{ "x-twilio-signature": signature(account.authToken, url, method === "GET" ? {} : fields) },
    ...{ "i-twilio-idempotency-token": idempotencyToken, "x-home-region": "us1", "user-agent": "TwilioProxy/1.1" },
    ...{ accept: "*/*" },
    ...(method === "GET" ? {} : { "content-type": "application/x-www-form-urlencoded; charset=UTF-8" }),
  };
  const body = method === "GET" ? {} : { body: query };
  try {
    const signal = AbortSignal.timeout(readTimeoutMs);
    const answer = await fetch(url, { method, headers, ...body, signal });
    const text = await answer.text();
    if (answer.ok) return { status: answer.status, contentType: answer.headers.get("content-type") ?? "", body: text };
    return {
      ...{ kind: answer.status < 500 ? "4xx" : "5xx", code: 11200 },
      text: `Got HTTP ${answer.status} response to ${url}`,
    };
  } catch (error) {
    const isLate = error instanceof Error && error.name === "TimeoutError";
    return { ...{ kind: isLate ? "rt" : "ct", code: isLate ? 11205 : 11210 }, text: `${url} did not answer: ${error}` };
  }
}

function overridesIn(url: string): Overrides {
  const given = new URLSearchParams(url.split("#")[1] ?? "");
  return {
    retries: Math.min(Number(given.get("rc") ?? 1), 5),
    on: new Set((given.get("rp") ?? "ct").split(",")),
    readTimeoutMs: Math.min(Number(given.get("rt") ?? longestReadMs), longestReadMs),
  };
}
