import { glob, readFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  type DocumentNode,
  GraphQLError,
  getNamedType,
  isObjectType,
  Kind,
  NoDeprecatedCustomRule,
  parse,
  specifiedRules,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from "graphql";
import ts from "typescript";
import { requestedCost } from "../sandbox/shopify/cost.ts";
import { adminSchema, requiredScopes } from "../sandbox/shopify/schema.ts";
import { runMain } from "./failure.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const mayHoldDocuments = /^src\/integrations\/shopify\/documents[^/]*\.ts$/;
/** Shopify refuses a query that may cost more. Source: https://shopify.dev/docs/api/usage/limits */
const mostPoints = 1000;

/** A GraphQL document of ours, and the constant it stands in. */
export interface Written {
  /** "src/integrations/shopify/documents.ts shopDocument" */
  place: string;
  text: string;
}

/** What is wrong with a document by itself: one sentence each, none for a good one. */
export function documentProblems({ place, text }: Written): string[] {
  const document = parsed(text);
  if (document instanceof GraphQLError) return [`${place}: ${document.message}`];
  const problems = validate(adminSchema(), document, [...specifiedRules, NoDeprecatedCustomRule]);
  if (problems.length > 0) return problems.map(({ message }) => `${place}: ${message}`);
  const sizes = pageSizes(document);
  const open = Object.entries(sizes).filter(([, size]) => size === null);
  if (open.length > 0) {
    return open.map(([name]) => `${place}: $${name} is a page size without a default; write the largest we use`);
  }
  const points = requestedCost(adminSchema(), document, sizes);
  return points > mostPoints ? [`${place}: costs ${points} points of at most ${mostPoints}`] : [];
}

/** Variables that say how many rows are asked for, with their defaults: the check knows no other size. */
function pageSizes(document: DocumentNode): Record<string, number | null> {
  const asked = new Set<string>();
  visit(document, {
    Argument({ name, value }) {
      if (/^(first|last)$/.test(name.value) && value.kind === Kind.VARIABLE) asked.add(value.name.value);
    },
  });
  const defaults = new Map<string, number>();
  visit(document, {
    VariableDefinition({ variable, defaultValue }) {
      if (defaultValue?.kind === Kind.INT) defaults.set(variable.name.value, Number(defaultValue.value));
    },
  });
  return Object.fromEntries([...asked].map((name) => [name, defaults.get(name) ?? null]));
}

/** Requirements of a document: each is a list of scopes one of which is enough. */
export function requirementsOf(text: string): string[][] {
  const schema = adminSchema();
  const types = new TypeInfo(schema);
  const names = new Set<string>();
  const see = () => {
    const [parent, field] = [types.getParentType(), types.getFieldDef()];
    if (parent && field) names.add(`${parent.name}.${field.name}`);
    const type = getNamedType(types.getType());
    if (isObjectType(type)) names.add(type.name);
  };
  visit(parse(text), visitWithTypeInfo(types, { Field: see, InlineFragment: see, FragmentDefinition: see }));
  const access = requiredScopes();
  return [...names].flatMap((name) => access[name] ?? []).map((scopes) => scopes.split("|"));
}

/** The fewest scopes that allow all of it: what one scope alone allows, and the first named where several would do. */
export function scopesFor(requirements: readonly string[][]): string[] {
  const needed = new Set(requirements.flatMap((scopes) => (scopes.length === 1 ? scopes : [])));
  for (const scopes of requirements) {
    const [first] = scopes;
    if (first && !scopes.some((scope) => allows(needed, scope))) needed.add(first);
  }
  return [...needed].filter((scope) => !impliedBy(needed, scope)).sort();
}

/** "write_orders" allows to read orders as well. */
function allows(scopes: ReadonlySet<string>, scope: string): boolean {
  return scopes.has(scope) || impliedBy(scopes, scope);
}

function impliedBy(scopes: ReadonlySet<string>, scope: string): boolean {
  return scope.startsWith("read_") && scopes.has(scope.replace(/^read_/, "write_"));
}

/** @param beyond scopes that no field asks for, each with the reason why the app needs it all the same. */
export function scopeProblems(
  needed: readonly string[],
  asked: readonly string[],
  beyond: Readonly<Record<string, string>>,
  where: string,
): string[] {
  const wanted = new Set([...needed, ...Object.keys(beyond)]);
  const missing = [...wanted].filter((scope) => !asked.includes(scope));
  const idle = asked.filter((scope) => !wanted.has(scope));
  return [
    ...missing.map((scope) => `${where} does not ask for ${scope}, which our documents need`),
    ...idle.map((scope) => `${where} asks for ${scope}, which no document of ours needs`),
  ];
}

/** Places outside documents*.ts of the Shopify integration where a GraphQL document is written. */
export function strayDocuments({ path, text }: { path: string; text: string }): string[] {
  if (mayHoldDocuments.test(path) || !/#graphql|[`"'][^`"']*\{/.test(text)) return [];
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    if (literalTexts(node).some(isDocument)) {
      const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
      found.push(`${path}:${line} writes a GraphQL document; it belongs in src/integrations/shopify/documents*.ts`);
    }
    ts.forEachChild(node, look);
  };
  look(tree);
  return found;
}

/** What a string may say: as it is written, and with something in the place of what is put into it. */
function literalTexts(node: ts.Node): string[] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (!ts.isTemplateExpression(node)) return [];
  const parts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  return [parts.join(" "), parts.join(" __typename ")];
}

/** Braces alone make no document: `query the {thing}` is one only where Shopify has a `thing` to ask for. */
function isDocument(text: string): boolean {
  if (text.includes("#graphql")) return true;
  const document = text.includes("{") ? parsed(text) : null;
  if (document === null || document instanceof GraphQLError) return false;
  const roots = [adminSchema().getQueryType(), adminSchema().getMutationType()].map((type) => type?.getFields() ?? {});
  return document.definitions.some(
    (each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ||
      (each.kind === Kind.OPERATION_DEFINITION &&
        each.selectionSet.selections.some(
          (field) => field.kind === Kind.FIELD && roots.some((fields) => field.name.value in fields),
        )),
  );
}

function parsed(text: string): DocumentNode | GraphQLError {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

/** Every document of ours: the exported constants of documents*.ts named …Document. */
export async function readDocuments(): Promise<Written[]> {
  const documents: Written[] = [];
  for await (const path of glob("src/integrations/shopify/documents*.ts", { cwd: root })) {
    const exported: Record<string, unknown> = await import(pathToFileURL(`${root}/${path}`).href);
    for (const [name, text] of Object.entries(exported)) {
      if (typeof text === "string" && name.endsWith("Document")) documents.push({ place: `${path} ${name}`, text });
    }
  }
  return documents;
}

async function* productFiles() {
  for await (const path of glob("{src,workers}/**/*.ts", { cwd: root })) {
    yield { path, text: await readFile(`${root}/${path}`, "utf8") };
  }
}

/** `scopes` of `[access_scopes]` in the app's own configuration, as Shopify's tool sends it. */
async function scopesOfToml(): Promise<string[]> {
  const text = await readFile(`${root}/shopify.app.toml`, "utf8");
  const [, listed = ""] = /^\[access_scopes\][^[]*?^scopes\s*=\s*"([^"]*)"/m.exec(text) ?? [];
  return listed.split(",").flatMap((scope) => scope.trim() || []);
}

async function main(): Promise<number> {
  const { scopes, scopesBeyondFields } = await import("../src/integrations/shopify/scopes.ts");
  const documents = await readDocuments();
  const problems = documents.flatMap(documentProblems);
  for await (const file of productFiles()) problems.push(...strayDocuments(file));
  if (problems.length === 0) {
    const needed = scopesFor(documents.flatMap(({ text }) => requirementsOf(text)));
    problems.push(...scopeProblems(needed, scopes, scopesBeyondFields, "src/integrations/shopify/scopes.ts"));
    problems.push(...scopeProblems(needed, await scopesOfToml(), scopesBeyondFields, "shopify.app.toml"));
  }
  for (const problem of problems) console.log(problem);
  return problems.length === 0 ? 0 : 1;
}

if (import.meta.main) void runMain(main);
