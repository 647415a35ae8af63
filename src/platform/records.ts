/**
 * Rows as the parameter of one `json_to_recordset`. A field that is null is left out, which says the same: PostgreSQL
 * reads each field of each row anew, and half of them would be there to say nothing.
 */
export function recordsOf(rows: readonly object[]): string {
  return JSON.stringify(rows.map(withoutNulls));
}

function withoutNulls(row: object): object {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) if (value !== null) kept[name] = value;
  return kept;
}

/** A JSON column as text in such a parameter: read as a part of the whole it costs twice as much. */
export function jsonText(value: unknown): string | null {
  return value == null ? null : JSON.stringify(value);
}
