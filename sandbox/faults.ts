import { setTimeout as wait } from "node:timers/promises";
import type { RequestHandler, Response } from "express";
import { z } from "zod";
import type { Calls } from "./calls.ts";

export const targets = ["gmail", "shopify", "model", "push", "webhook", "twilio", "callback"] as const;
export type Target = (typeof targets)[number];

/** Something that goes wrong for the next calls of a target. */
export const faultInput = z.strictObject({
  target: z.enum(targets),
  /**
   * Part of the path (of a push: the mailbox, of a webhook: "topic shop", of a callback of Twilio: "message SM… +1…",
   * "message-status SM… delivered", "call-status CA… completed"), or a pattern between slashes.
   */
  path: z.string().refine(isPattern, "is no regular expression").optional(),
  method: z.string().toUpperCase().optional(),
  /** Part of the request's body, such as the name of a GraphQL mutation (targets whose body is read: shopify, twilio). */
  contains: z.string().min(1).optional(),
  /** Only some of the calls that fit, by chance: 0.1 is one in ten. */
  chance: z.number().gt(0).lt(1).optional(),
  status: z.int().min(200).max(599).optional(),
  retryAfterSeconds: z.number().nonnegative().optional(),
  delayMs: z.int().nonnegative().optional(),
  /** Carries the call out at once and keeps the answer back: who stops waiting does not know the outcome. */
  answerDelayMs: z.int().nonnegative().optional(),
  /** Ends the connection: "before" anything was done, or "after" it was done, so that the outcome is unknown. */
  cut: z.enum(["before", "after"]).optional(),
  /** Sent as it is instead of the answer; with `acts` the call is carried out all the same. */
  body: z.string().optional(),
  acts: z.boolean().default(false),
  /** Pushes, webhooks and callbacks: sent this many times more. */
  duplicate: z.int().positive().optional(),
  /** Webhooks: so many more deliveries of the same event, each with a webhook id of its own. */
  twin: z.int().positive().optional(),
  /** Pushes, webhooks and callbacks: kept back until the next one is sent. */
  reorder: z.boolean().optional(),
  /** Pushes, webhooks and callbacks: never sent. */
  drop: z.boolean().optional(),
  times: z.union([z.int().positive(), z.literal("always")]).default(1),
});
export type Fault = z.infer<typeof faultInput>;

export interface Faults {
  add(fault: Fault): void;
  /** The first fault that fits, used up by one. */
  take(target: Target, path: string, method?: string, body?: unknown): Fault | null;
  list(): Fault[];
  clear(): void;
}

export function createFaults(): Faults {
  let active: Fault[] = [];
  return {
    add: (fault) => void active.push({ ...fault }),
    take(target, path, method, body) {
      const found = active.find((fault) => fault.target === target && fits(fault, path, method) && holds(fault, body));
      if (!found) return null;
      if (found.times !== "always" && --found.times === 0) active = active.filter((fault) => fault !== found);
      return found;
    },
    list: () => active.map((fault) => ({ ...fault })),
    clear: () => {
      active = [];
    },
  };
}

/** Counts a call, then does to it what a fault says, in the provider's own form of error. */
export function faultHandler(
  target: Target,
  { faults, calls }: { faults: Faults; calls: Calls },
  errorBody: (status: number) => unknown,
): RequestHandler {
  return async (request, response, next) => {
    const path = request.originalUrl.split("?")[0] ?? "";
    calls.count(target, `${request.method} ${path}`);
    const fault = faults.take(target, path, request.method, request.body);
    if (!fault) return next();
    if (fault.delayMs) await wait(fault.delayMs, undefined, { ref: false });
    if (fault.cut === "before") return void request.socket.destroy();
    const answers = fault.status !== undefined || fault.body !== undefined;
    const answer = () => {
      if (fault.retryAfterSeconds !== undefined) response.set("Retry-After", String(fault.retryAfterSeconds));
      response.status(fault.status ?? 200).type("json");
      response.send(fault.body ?? JSON.stringify(errorBody(fault.status ?? 200)));
    };
    if (answers && !fault.acts) return answer();
    if (answers) insteadOfEnd(response, answer);
    if (fault.cut === "after") insteadOfEnd(response, () => request.socket.destroy());
    if (fault.answerDelayMs) keepBack(response, fault.answerDelayMs);
    next();
  };
}

function fits(fault: Fault, path: string, method: string | undefined): boolean {
  if (fault.method && method && fault.method !== method) return false;
  if (!fault.path) return true;
  const source = patternIn(fault.path);
  return path.includes(fault.path) || (source !== null && new RegExp(source).test(path));
}

function holds({ contains, chance }: Fault, body: unknown): boolean {
  if (contains !== undefined && !JSON.stringify(body ?? "").includes(contains)) return false;
  return chance === undefined || Math.random() < chance;
}

function patternIn(path: string): string | null {
  return /^\/(.+)\/$/.exec(path)?.[1] ?? null;
}

function isPattern(path: string): boolean {
  try {
    return new RegExp(patternIn(path) ?? "") instanceof RegExp;
  } catch {
    return false;
  }
}

/** Lets the call act, then waits before what it says is sent. */
function keepBack(response: Response, ms: number): void {
  const json = response.json.bind(response);
  response.json = (body) => {
    void wait(ms, undefined, { ref: false }).then(() => json(body));
    return response;
  };
}

/** Lets the call act, then does something else in place of its answer. */
function insteadOfEnd(response: Response, replacement: () => void): void {
  const { json, send, end, write, writeHead } = response;
  const replaced = () => {
    Object.assign(response, { json, send, end, write, writeHead });
    replacement();
    return response;
  };
  Object.assign(response, {
    json: replaced,
    send: replaced,
    end: replaced,
    write: () => true,
    writeHead: () => response,
  });
}
