import ts from "typescript";
import { foreignWrites } from "./exceptions.ts";
import { importsOf, nodesOf, type ParsedFile, placeOf } from "./source-files.ts";

interface Owned {
  /** SQL name → folder of the tables.ts that defines it. */
  owners: Map<string, string>;
  /** Name of the exported constant → SQL name. */
  constants: Map<string, string>;
}

const verbs = new Set(["insert", "update", "delete"]);
const statements = [
  /\binsert\s+into\s+(?:only\s+)?(?:"?public"?\.)?("?[\w?]+)/gi,
  /\bdelete\s+from\s+(?:only\s+)?(?:"?public"?\.)?("?[\w?]+)/gi,
  /\bmerge\s+into\s+(?:only\s+)?(?:"?public"?\.)?("?[\w?]+)/gi,
  /\btruncate\s+(?:table\s+)?(?:only\s+)?(?:"?public"?\.)?("?[\w?]+)/gi,
  /\bupdate\s+(?:only\s+)?(?:"?public"?\.)?("?[\w?]+)"?(?:\s+(?:as\s+)?\w+)?\s+set\b/gi,
  /\bcopy\s+(?:"?public"?\.)?("?[\w?]+)"?\s*(?:\([^)]*\))?\s*from\s+stdin/gi,
];

/**
 * Writes to a table by a file outside the folder whose tables.ts defines it: through Drizzle, or in SQL text.
 * Tables that no tables.ts defines are nobody's business here, except that a statement must name its table.
 */
export function foreignTableWrites(files: readonly ParsedFile[]): string[] {
  const owned = tablesOf(files);
  const found = files.flatMap((file) =>
    [...writesIn(file, owned)].flatMap(({ table, node }) => {
      if (table === "?") return [`${placeOf(file, node)} writes to a table it does not name`];
      const owner = owned.owners.get(table);
      const allowed = owner === undefined || file.path.startsWith(owner) || `${file.path} > ${table}` in foreignWrites;
      return allowed ? [] : [`${placeOf(file, node)} writes to ${table}, which belongs to ${owner}`];
    }),
  );
  return [...new Set(found)];
}

/** Exceptions whose write is gone. */
export function staleForeignWrites(files: readonly ParsedFile[]): string[] {
  const owned = tablesOf(files);
  const written = new Set(files.flatMap((file) => [...writesIn(file, owned)].map((w) => `${file.path} > ${w.table}`)));
  return Object.keys(foreignWrites).filter((exception) => !written.has(exception));
}

function tablesOf(files: readonly ParsedFile[]): Owned {
  const owned: Owned = { owners: new Map(), constants: new Map() };
  for (const file of files.filter(({ path }) => path.endsWith("/tables.ts"))) {
    for (const node of nodesOf(file.tree)) {
      if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name) || !node.initializer) continue;
      const table = tableName(node.initializer);
      if (table === null) continue;
      owned.owners.set(table, file.path.slice(0, -"tables.ts".length));
      owned.constants.set(node.name.text, table);
    }
  }
  return owned;
}

function tableName(node: ts.Expression): string | null {
  if (!ts.isCallExpression(node) || !/^pgTable\b/.test(node.expression.getText())) return null;
  const [name] = node.arguments;
  return name && ts.isStringLiteral(name) ? name.text : null;
}

function* writesIn(file: ParsedFile, owned: Owned): Generator<{ table: string; node: ts.Node }> {
  const renamed = new Map(importsOf(file).flatMap(({ names }) => [...names]));
  for (const node of nodesOf(file.tree)) {
    const target = drizzleTarget(node);
    const table = target && owned.constants.get(renamed.get(target) ?? target);
    if (table) yield { table, node };
    for (const named of tablesWritten(sqlText(node))) yield { table: named, node };
  }
}

/** The last name in `q.insert(NAME)`, `q.update(x.NAME)`, `q.delete(NAME)`. */
function drizzleTarget(node: ts.Node): string | null {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  const [argument] = node.arguments;
  if (!argument || !verbs.has(node.expression.name.text)) return null;
  return argument.getText().split(".").at(-1) ?? null;
}

/** The text of a string or template; what is filled in appears as "?". */
function sqlText(node: ts.Node): string {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return "";
  return node.head.text + node.templateSpans.map(({ literal }) => `?${literal.text}`).join("");
}

function tablesWritten(text: string): string[] {
  return statements.flatMap((statement) =>
    [...text.matchAll(statement)].map(([, name]) => (name ?? "").replaceAll('"', "")),
  );
}
