/** Undefined: it is no JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** JSON as a model wrote it: some put a fence around it, whatever they are told. Undefined: it is none. */
export function jsonIn(said: string): unknown {
  return parsedJson(said.replace(/^\s*```(?:json)?\s*|\s*```\s*$/g, ""));
}

/** For APIs that take objects only: what a model wrote as arguments, or a tool gave, need not be one. */
export function objectIn(json: string): Record<string, unknown> {
  const value = parsedJson(json || "{}");
  if (value === undefined) return { unreadable: json };
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : { value };
}
