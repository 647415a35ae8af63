import type { AuditEntry } from "../../../domain/audit/index.ts";

const columns = ["seq", "at", "event", "actorType", "actorId", "actor", "subjects", "changes"] as const;
const whyColumns = ["causeType", "causeId", "reason", "sealed"] as const;

export const csvHeader = lineOf([...columns, ...whyColumns]);

/** One line. Several subjects or changes stand in one cell, separated by semicolons. */
export function csvLine(entry: AuditEntry): string {
  const { actor, cause } = entry;
  const subjects = entry.subjects.map(({ type, id, name }) => `${type} ${id}${name === null ? "" : ` (${name})`}`);
  const changes = entry.changes.map(
    (change) => `${change.field}: ${change.fromName ?? change.from ?? "–"} → ${change.toName ?? change.to ?? "–"}`,
  );
  return lineOf([
    String(entry.seq),
    entry.at.toISOString(),
    entry.name,
    actor.type,
    actor.id ?? "",
    actor.name ?? "",
    subjects.join("; "),
    changes.join("; "),
    cause?.type ?? "",
    cause?.id ?? "",
    entry.reason ?? "",
    entry.sealed ? "sealed" : "",
  ]);
}

/** RFC 4180. */
function lineOf(cells: readonly string[]): string {
  return `${cells.map(cellOf).join(",")}\r\n`;
}

/**
 * A cell that a spreadsheet would take for a formula gets an apostrophe, which makes it text.
 * Source: https://owasp.org/www-community/attacks/CSV_Injection
 */
function cellOf(text: string): string {
  const safe = /^[\s\0]*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
