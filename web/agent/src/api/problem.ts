/** What the server said when it refused, or "offline" when it could not be reached. */
export class Problem extends Error {
  readonly code: string;
  /** 0 when there was no answer. */
  readonly status: number;
  readonly details: Record<string, unknown>;
  /** What is wrong with which field of what was sent. */
  readonly fields: readonly { path: string; message: string }[];

  constructor(
    code: string,
    status: number,
    message: string,
    details: Record<string, unknown> = {},
    fields: Problem["fields"] = [],
  ) {
    super(message);
    this.name = "Problem";
    this.code = code;
    this.status = status;
    this.details = details;
    this.fields = fields;
  }
}

/** Reads application/problem+json; anything else still becomes a sentence a person can use. */
export function toProblem(status: number, body: unknown): Problem {
  const fields = isRecord(body) ? body : {};
  const code = text(fields.code) ?? (status >= 500 ? "bug" : "invalid_input");
  const said = text(fields.detail) ?? text(fields.title);
  const details = isRecord(fields.details) ? fields.details : {};
  const message = said ?? `The server answered with status ${status}.`;
  return new Problem(code, status, message, details, fieldsIn(fields.errors, details.field, message));
}

/** What the shape of what was sent is refused for, or the one field that a rule names. */
function fieldsIn(errors: unknown, field: unknown, message: string): Problem["fields"] {
  if (typeof field === "string") return [{ path: field, message }];
  return (Array.isArray(errors) ? errors : [])
    .filter(isRecord)
    .map(({ path, message: said }) => ({ path: String(path), message: String(said) }));
}

export function offline(): Problem {
  return new Problem("offline", 0, "The server could not be reached. Check your connection and try again.");
}

export function sentence(error: unknown): string {
  return error instanceof Error ? error.message : "Something went wrong.";
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
