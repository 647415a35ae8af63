import { createHash } from "node:crypto";
import type { ActionFacts, ActionPreview, ActionResult, Money } from "../../contract-actions.ts";
import type { Amounts } from "./amounts.ts";
import type { Done } from "./performer.ts";
import { NotThere, type Refusal, Refused } from "./refused.ts";

export interface Found {
  /** What it gives away. */
  cost: Amounts;
  facts: ActionFacts;
  /** Everything the preview rests on. */
  rests: unknown;
  lines?: ActionPreview["lines"];
  warnings?: string[];
  refusal?: Refusal | null;
  balanceDue?: Money | null;
  memo?: unknown;
}

export function previewOf(found: Found): ActionPreview {
  const { cost, facts, rests, lines = [], warnings = [], refusal = null, balanceDue = null, memo } = found;
  return {
    fingerprint: digest(rests),
    cost: cost.shop,
    customerCost: cost.customer,
    balanceDue,
    lines,
    warnings,
    refusal,
    facts,
    memo: memo === undefined ? null : JSON.stringify(memo),
  };
}

/** A preview that Shopify itself refuses to work out says so, and why. */
export async function orRefusal(
  base: Pick<Found, "cost" | "facts">,
  work: () => Promise<ActionPreview>,
): Promise<ActionPreview> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refused) || error instanceof NotThere) throw error;
    return previewOf({ ...base, rests: error.refusal, refusal: error.refusal });
  }
}

export function line(label: string, quantity: number | null = null, money: Money | null = null) {
  return { label, quantity, money };
}

/** Independent of the order of keys, so that what Shopify says is what counts. */
export function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value, sortedKeys)).digest("base64url");
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function done(result: Partial<Omit<Done, "state">> & Pick<Done, "cost">): Done {
  return { state: "done", externalId: null, discrepancy: null, shown: {}, undo: null, ...result };
}

export function refusedFor({ code, message }: Refusal): ActionResult {
  return { state: "refused", code, message };
}

/** A text of the shop's staff that carries our key, so that it is found again; Shopify cuts at `maxLength`. */
export function marked(text: string, key: string, maxLength: number): string {
  const mark = `[${key}]`;
  const room = maxLength - mark.length - 1;
  return `${text.slice(0, room).toWellFormed().trim()} ${mark}`.trim();
}

export function isMarked(text: string | null | undefined, key: string): boolean {
  return text?.includes(`[${key}]`) ?? false;
}
