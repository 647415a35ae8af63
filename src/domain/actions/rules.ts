import { createHash } from "node:crypto";
import { AppError } from "../../platform/errors.ts";
import type { Actor } from "../workspaces/index.ts";
import type { ActionKind, Instruction } from "./instruction.ts";
import type { Action } from "./tables.ts";

/** A plan, and a question to approvers, can be gone on from for this long. */
export const openForMs = 30 * 60_000;
/** The same thing again within this is asked about. */
export const sameAgainMs = 24 * 3_600_000;
/** What a shop has done may be missing when it is asked for a while: only what stays missing was not done. */
export const settlingMs = 60_000;
/** Nobody waits for it any more, or somebody has done it by hand: it is looked for then, and not tried again. */
export const triedForMs = 3_600_000;
export const longestClientId = 100;
export const longestNote = 1000;

/** It may be in the shop already. */
export function isUnderWay({ state }: Pick<Action, "state">): boolean {
  return state === "executing" || state === "unknown";
}

/** Doing it twice does no harm: nobody is asked whether she means it. */
const harmless: ReadonlySet<ActionKind> = new Set([
  ...(["order.set_note", "order.tag", "customer.set_note", "customer.tag", "order.resend_confirmation"] as const),
  ...(["order.change_address", "customer.change_address"] as const),
]);
export function mayRepeat(kind: ActionKind): boolean {
  return harmless.has(kind);
}

/** Whose budget it counts against. All runs of the AI share one, and all automation rules another. */
export function actorKeyOf(actor: Actor): string {
  return actor.type === "member" || actor.type === "app" || actor.type === "customer"
    ? `${actor.type}:${actor.id}`
    : actor.type;
}

/** Whoever asked can be asked again what she thinks of a new preview; a machine goes by the policy alone. */
export function isPerson(actor: Actor): boolean {
  return actor.type === "member";
}

export function isSameActor(one: Actor, other: Actor): boolean {
  return actorKeyOf(one) === actorKeyOf(other);
}

/** What is done for one customer is done one after the other, so that a later one is weighed by what the earlier did. */
export function laneOf({ customerId, orderId }: Pick<Action, "customerId" | "orderId">): string | null {
  return customerId ?? orderId;
}

/** A shop keeps no key with it: two at once could not be told apart. */
export function needsToBeAlone(kind: ActionKind): boolean {
  return kind.startsWith("store_credit.");
}

/** What an approval is bound to. */
export function hashOf(about: Pick<Action, "connectionId" | "customerId" | "orderId">, given: Instruction): string {
  const { connectionId, customerId, orderId } = about;
  const said = canonical({ connectionId, customerId, orderId, given });
  return createHash("sha256").update(JSON.stringify(said)).digest("hex");
}

/** The same value whatever the order of its keys. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  const sorted = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, inner]) => [key, canonical(inner)]));
}

export function refusal(reason: string, message: string, details: Record<string, unknown> = {}): AppError {
  return new AppError("conflict", message, { details: { reason, ...details } });
}

export function notInState({ state }: Pick<Action, "state">): AppError {
  return refusal("not_open", `This can no longer be decided: it is ${state.replace("_", " ")}`, { state });
}

/** "The preview said 20.00 EUR, the shop gave 25.00": in minor units, as nobody here knows a currency's decimals. */
export function discrepancyOf(previewed: number | null, real: { minor: number; currency: string }): string | null {
  if (previewed === null || previewed === real.minor) return null;
  return `The preview said ${previewed}, the shop gave ${real.minor} (smallest units of ${real.currency})`;
}

/** @throws AppError("forbidden") for what somebody else planned; the product itself may go on with anything. */
export function refuseForeign({ actor }: { actor: Actor }, { requestedBy }: Pick<Action, "requestedBy">): void {
  if (actor.type === "system" || isSameActor(actor, requestedBy)) return;
  throw new AppError("forbidden", "Somebody else planned this", { details: { reason: "not_yours" } });
}
