import { AppError } from "../../platform/errors.ts";

export const providers = ["openai", "anthropic", "gemini", "compatible"] as const;
export type ModelProvider = (typeof providers)[number];
/**
 * `reply`: what is written. `speak`: what is said on the phone, where a quick model is worth more than a clever one. `read`:
 * what strangers wrote is read apart, without tools. `judge`: what is written is held against what it rests on, only where
 * a model is chosen for it.
 */
export const purposes = ["reply", "speak", "read", "judge"] as const;
export type ModelPurpose = (typeof purposes)[number];
export const periods = ["day", "month"] as const;
export type BudgetPeriod = (typeof periods)[number];

export const mostKeys = 20;
export const mostChoices = 5;
/** Days before a model's end at which somebody is told. */
const warnings = [0, 7, 30];
/** The part of a budget from which its end is announced. */
export const warnedShare = 0.8;

/** @throws AppError("invalid_input") that says what is wrong with it. */
export function checkAddress(provider: ModelProvider, baseUrl: string | null): void {
  const problem = problemOf(provider, baseUrl);
  if (problem) throw new AppError("invalid_input", problem, { details: { field: "baseUrl" } });
}

function problemOf(provider: ModelProvider, baseUrl: string | null): string | null {
  if (baseUrl === null) return provider === "compatible" ? "A compatible server needs its address" : null;
  if (!URL.canParse(baseUrl)) return "This is no address";
  const { protocol, username, password, search, hash } = new URL(baseUrl);
  if (!/^https?:$/.test(protocol)) return "The address must begin with https://";
  if (username || password) return "The address must not hold a name or a password";
  return search || hash ? "The address must end before ? and #" : null;
}

/** The stage of warning that is due: days before the end; null: none yet. */
export function warningDue(endsOn: string | null, at: Date): number | null {
  if (endsOn === null) return null;
  const days = (Date.parse(`${endsOn}T00:00:00Z`) - at.getTime()) / 86_400_000;
  return warnings.find((stage) => days <= stage) ?? null;
}

/** "2026-11-22", and of a month "2026-11". */
export function periodOf(period: BudgetPeriod, at: Date): string {
  return at.toISOString().slice(0, period === "day" ? 10 : 7);
}

export function dollars(micros: number): string {
  return `$${(micros / 1_000_000).toFixed(2)}`;
}
