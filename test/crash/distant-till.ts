import type { Act, ActionPreview, ActionResult } from "../../src/integrations/index.ts";
import { ProviderRejected, ProviderUnavailable } from "../../src/platform/errors.ts";
import { aTill } from "../support/till.ts";

/** The till behind a line, as an adapter sees a shop. */
export function distantTill(url: string, timeoutMs: number): Act {
  async function call<T>(name: string, ...args: unknown[]): Promise<T> {
    const answer = await fetch(`${url}/${name}`, {
      method: "POST",
      body: JSON.stringify(args),
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((cause: unknown) => {
      throw new ProviderUnavailable("The till did not answer", { cause, outcomeUnknown: true });
    });
    if (answer.ok) return JSON.parse(await answer.text(), revive);
    if (answer.status === 503) throw new ProviderUnavailable("The till is busy");
    if (answer.status === 422) throw new ProviderRejected("The till said no");
    throw new ProviderUnavailable("The till broke down", { outcomeUnknown: true });
  }
  return {
    kinds: aTill().act.kinds,
    preview: (_, action) => call<ActionPreview>("preview", action),
    execute: (_, attempt) => call<ActionResult>("execute", attempt),
    readBack: (_, attempt, handle) => call<ActionResult | null>("readBack", attempt, handle),
  };
}

/** Moments come as text. */
export function revive(key: string, value: unknown): unknown {
  return /At$/.test(key) && typeof value === "string" ? new Date(value) : value;
}
