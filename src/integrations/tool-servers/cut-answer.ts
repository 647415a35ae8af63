import { isRecord } from "./clean-text.ts";

/** Of what a model is shown, as JSON; less than a tool's result may be, because more is said around it. */
const longest = 10_000;

/** An answer as a model can read it: lists and texts cut where they are long, and all of it in the end. */
export function cutAnswer(value: unknown): unknown {
  for (const limits of [
    { items: 100, text: 4000, depth: 10 },
    { items: 20, text: 500, depth: 6 },
    { items: 5, text: 200, depth: 4 },
  ]) {
    const cut = shortened(value, limits);
    if (JSON.stringify(cut).length <= longest) return cut;
  }
  return `${JSON.stringify(shortened(value, { items: 5, text: 200, depth: 3 }))
    .slice(0, longest)
    .toWellFormed()} […]`;
}

interface Limits {
  items: number;
  text: number;
  depth: number;
}

function shortened(value: unknown, limits: Limits): unknown {
  if (typeof value === "string") {
    const text = value.toWellFormed().replaceAll("\0", "");
    return text.length <= limits.text ? text : `${text.slice(0, limits.text).toWellFormed()} […]`;
  }
  if (typeof value !== "object" || value === null) return value ?? null;
  if (limits.depth === 0) return "[…]";
  const deeper = { ...limits, depth: limits.depth - 1 };
  if (Array.isArray(value)) {
    const kept = value.slice(0, limits.items).map((one) => shortened(one, deeper));
    return value.length > kept.length ? [...kept, `[${value.length - kept.length} more]`] : kept;
  }
  const entries = isRecord(value) ? Object.entries(value) : [];
  const kept = entries.slice(0, limits.items).map(([name, one]) => [name.slice(0, 100), shortened(one, deeper)]);
  return Object.fromEntries(kept);
}
