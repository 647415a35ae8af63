import type { ErrorObject } from "ajv";

/** One thing that was held against a specification; no problems: it is valid. */
export interface Check {
  name: string;
  problems: string[];
}

export function ajvProblems(errors: ErrorObject[] | null | undefined): string[] {
  return (errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath || "/"} ${message} ${JSON.stringify(params)}`,
  );
}
