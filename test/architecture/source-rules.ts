import ts from "typescript";
import { longFiles } from "./exceptions.ts";
import { importsOf, nodesOf, type ParsedFile, placeOf } from "./source-files.ts";
import { foreignTableWrites, staleForeignWrites } from "./table-writes.ts";

/** Each rule returns one sentence per violation. */
type Rule = (files: readonly ParsedFile[]) => string[];

const maxLines = 300;
const junkDrawer = /^(.+[-_.])?(utils?|helpers?|common|shared|misc)$/i;
const isProduct = /^(src|workers|sandbox)\//;
const isServer = /^(src|workers)\//;

/** One sentence for each node of the chosen files that `matches`. */
function where(scope: RegExp, except: string[], matches: (node: ts.Node) => boolean, says: string): Rule {
  return (files) =>
    files
      .filter(({ path }) => scope.test(path) && !except.includes(path))
      .flatMap((file) => [...nodesOf(file.tree)].filter(matches).map((node) => `${placeOf(file, node)} ${says}`));
}

export const sourceRules = {
  "files stop at 300 lines": (files) =>
    files
      .filter(({ path }) => !(path in longFiles))
      .map(({ path, text }) => ({ path, lines: text.trimEnd().split("\n").length }))
      .filter(({ lines }) => lines > maxLines)
      .map(({ path, lines }) => `${path} has ${lines} lines`),

  "no folder or file is a junk drawer": (files) =>
    files
      .filter(({ path }) => path.split("/").some((part) => junkDrawer.test(part.replace(/\.(test\.)?\w+$/, ""))))
      .map(({ path }) => `${path} is named for what nobody could name`),

  "only the folder that owns a table writes to it": (files) =>
    foreignTableWrites(files.filter(({ path }) => isProduct.test(path))),

  "the environment is read in one place": where(
    isProduct,
    ["src/platform/env.ts"],
    (node) => isMember(node, "process", "env") || isImported(node, /^(node:)?process$/, "env"),
    "reads the environment; src/platform/env.ts does",
  ),

  "HTTP leaves through one client": where(
    isServer,
    ["src/platform/http-client.ts"],
    (node) => isGlobalNamed(node, "fetch") || requestsByNode(node),
    "sends HTTP by itself; src/platform/http-client.ts does",
  ),

  "no value is any": where(/./, [], (node) => node.kind === ts.SyntaxKind.AnyKeyword, "gives up the type with any"),

  "nothing is written to the console": where(
    isProduct,
    [],
    (node) => isGlobalNamed(node, "console"),
    "writes to the console; the log knows what to leave out",
  ),

  "whatever is sent has passed the guard against stale replies": (files) => {
    const sending = where(isServer, [], queuesReply, "");
    const guarded = where(isServer, [], (node) => isCallOf(node, "refuseStale"), "");
    return files
      .filter((file) => sending([file]).length > 0 && guarded([file]).length === 0)
      .map(({ path }) => `${path} queues a reply and never calls refuseStale`);
  },

  "what exports does not await at its top": (files) =>
    files
      .filter(({ tree }) => ts.isExternalModule(tree) && tree.statements.some(exportsSomething))
      .flatMap((file) =>
        topLevelAwaits(file.tree).map((node) => `${placeOf(file, node)} makes all who import it wait`),
      ),

  "the lists of exceptions name only what is there": (files) => [
    ...Object.keys(longFiles).filter((path) => !files.some((file) => file.path === path)),
    ...staleForeignWrites(files.filter(({ path }) => isProduct.test(path))),
  ],
} satisfies Record<string, Rule>;

function exportsSomething(node: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  return ts.isExportDeclaration(node) || modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
}

function topLevelAwaits(node: ts.Node): ts.Node[] {
  if (ts.isAwaitExpression(node)) return [node];
  const inner: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    if (!ts.isFunctionLike(child)) inner.push(...topLevelAwaits(child));
  });
  return inner;
}

/** Announces a message to be sent, or calls the verb that does. */
function queuesReply(node: ts.Node): boolean {
  const announces =
    ts.isPropertyAssignment(node) &&
    node.name.getText() === "name" &&
    ts.isStringLiteralLike(node.initializer) &&
    node.initializer.text === "message.queued";
  return announces || isCallOf(node, "queueReply");
}

function isCallOf(node: ts.Node, name: string): boolean {
  return ts.isCallExpression(node) && node.expression.getText() === name;
}

/** `object.member` or `object["member"]`. */
function isMember(node: ts.Node, object: string, member: string): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.expression.getText() === object && node.name.text === member;
  if (ts.isElementAccessExpression(node)) {
    const { argumentExpression: key } = node;
    return node.expression.getText() === object && ts.isStringLiteralLike(key) && key.text === member;
  }
  return false;
}

function isImported(node: ts.Node, from: RegExp, name: string): boolean {
  if (!ts.isImportSpecifier(node)) return false;
  const { moduleSpecifier } = node.parent.parent.parent;
  return (
    ts.isStringLiteral(moduleSpecifier) &&
    from.test(moduleSpecifier.text) &&
    (node.propertyName ?? node.name).text === name
  );
}

function isGlobalNamed(node: ts.Node, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name && isGlobal(node);
}

/** The global of this name, not a member, key, type or declaration that happens to be called so. */
function isGlobal(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) {
    const holder = parent.expression;
    return holder.getText() === "globalThis" || (holder === node && !declares(node.getSourceFile(), node.text));
  }
  if (ts.isQualifiedName(parent) || ts.isTypeQueryNode(parent)) return false;
  const isName = "name" in parent && parent.name === node && !ts.isShorthandPropertyAssignment(parent);
  return !isName && !declares(node.getSourceFile(), node.text);
}

/** A parameter, variable or import of this name anywhere in the file: then it is not the global one. */
function declares(tree: ts.SourceFile, name: string): boolean {
  return [...nodesOf(tree)].some(
    (node) =>
      (ts.isParameter(node) ||
        ts.isVariableDeclaration(node) ||
        ts.isBindingElement(node) ||
        ts.isImportSpecifier(node)) &&
      ts.isIdentifier(node.name) &&
      node.name.text === name,
  );
}

const clientNames = new Set(["request", "get", "Agent", "ClientRequest"]);

/** `request` and `get` of node:http and its kin, imported by name or reached through the module. */
function requestsByNode(node: ts.Node): boolean {
  if (!ts.isSourceFile(node)) return false;
  const file: ParsedFile = { path: node.fileName, text: node.text, tree: node };
  return importsOf(file)
    .filter(({ from, typeOnly }) => /^(node:)?https?2?$/.test(from) && !typeOnly)
    .some(({ names }) => [...names].some(([local, exported]) => usesClient(node, local, exported)));
}

function usesClient(tree: ts.SourceFile, local: string, exported: string): boolean {
  if (exported !== "*" && exported !== "default") return clientNames.has(exported);
  return [...nodesOf(tree)].some(
    (node) =>
      ts.isPropertyAccessExpression(node) && node.expression.getText() === local && clientNames.has(node.name.text),
  );
}
