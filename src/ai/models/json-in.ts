/** JSON as a model wrote it: some put a fence around it, whatever they are told. Undefined: it is none. */
export function jsonIn(said: string): unknown {
  try {
    return JSON.parse(said.replace(/^\s*```(?:json)?\s*|\s*```\s*$/g, ""));
  } catch {
    return undefined;
  }
}
