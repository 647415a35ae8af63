import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

export interface SourceFile {
  /** From the repository's root, with "/". */
  path: string;
  text: string;
}

export interface ParsedFile extends SourceFile {
  tree: ts.SourceFile;
}

export const root = fileURLToPath(new URL("../..", import.meta.url));
const folders = ["src", "workers", "sandbox", "web", "test", "scripts", "bench", "proof", "evals"];
const ignored = /(^|\/)(node_modules|dist|coverage|\.[^/]+)(\/|$)/;
const isCode = /\.(ts|tsx|mjs|cjs|js|jsx)$/;

/** Every code file of ours. */
export async function readSources(): Promise<SourceFile[]> {
  const paths = await Promise.all(folders.map(listFolder));
  const code = paths.flat().filter((path) => isCode.test(path) && !ignored.test(path));
  return Promise.all(code.sort().map(async (path) => ({ path, text: await readFile(join(root, path), "utf8") })));
}

async function listFolder(folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true });
  return entries.map((entry) => `${folder}/${entry.replaceAll("\\", "/")}`);
}

export function parse({ path, text }: SourceFile): ParsedFile {
  const kind = path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind) };
}

/** All nodes of a file, outer ones first. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  for (const child of children) yield* nodesOf(child);
}

/** "path:line", for a person to click. */
export function placeOf({ path, tree }: ParsedFile, node: ts.Node): string {
  return `${path}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1}`;
}

export interface Import {
  from: string;
  /** Values only; `as` renames: local name → exported name; `*` for the whole module, "default" for its default. */
  names: Map<string, string>;
  typeOnly: boolean;
  node: ts.Node;
}

export function importsOf({ tree }: ParsedFile): Import[] {
  return tree.statements.filter(ts.isImportDeclaration).map((node) => {
    const names = new Map<string, string>();
    const clause = node.importClause;
    if (clause?.name) names.set(clause.name.text, "default");
    const bindings = clause?.namedBindings;
    if (bindings && ts.isNamespaceImport(bindings)) names.set(bindings.name.text, "*");
    if (bindings && ts.isNamedImports(bindings)) {
      for (const { name, propertyName, isTypeOnly } of bindings.elements) {
        if (!isTypeOnly) names.set(name.text, (propertyName ?? name).text);
      }
    }
    const from = ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : "";
    return { from, names, typeOnly: clause?.phaseModifier === ts.SyntaxKind.TypeKeyword, node };
  });
}
