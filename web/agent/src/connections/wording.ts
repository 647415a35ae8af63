import type { ConnectionHealth } from "../api/types.ts";

type Run = ConnectionHealth["runs"][number];

export const healthWords: Record<ConnectionHealth["state"], { label: string; color: string }> = {
  well: { label: "Works", color: "teal" },
  copying: { label: "Copying", color: "blue" },
  late: { label: "Late", color: "yellow" },
  needs_attention: { label: "Needs attention", color: "red" },
  disconnected: { label: "Not connected", color: "gray" },
};

const kinds: Record<string, string> = {
  order: "Orders",
  customer: "Customers",
  product: "Products",
  checkout: "Checkouts",
  draft_order: "Draft orders",
  discount_code: "Discounts",
};

export const kindWord = (kind: string) => kinds[kind] ?? kind;

const number = new Intl.NumberFormat();

/** "12,400 of about 100,000", "waiting for its turn" … */
export function progressText({ state, records, expected, reason }: Run): string {
  const counted = number.format(records);
  if (state === "done") return counted;
  if (state === "failed" || state === "stopped") return `${reason ?? "stopped"} (${counted} copied)`;
  if (state === "waiting") return "waiting for its turn";
  if (state === "exporting") {
    return expected
      ? `the shop is writing them down: ${number.format(expected)} so far`
      : "the shop is writing them down";
  }
  return expected ? `${counted} of ${number.format(expected)}` : counted;
}

/** Between 0 and 100; null where it cannot be known. */
export function percentOf({ state, records, expected }: Run): number | null {
  if (state === "done") return 100;
  if (state !== "reading" || !expected) return null;
  return Math.min(100, Math.round((records / expected) * 100));
}

export const isRunning = ({ state }: Pick<Run, "state">) =>
  state === "waiting" || state === "exporting" || state === "reading";
