import {
  type ArgumentNode,
  type ConstValueNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type InlineFragmentNode,
  Kind,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";

export interface BulkQuestion {
  /** The document that asks for records of the kind by their ids, whole: a file has what it has. */
  document: string;
  /** The type of the records in it. */
  type: string;
  /** The list they are in, with everything the shop has. */
  root: string;
  /** Paths that a file cannot have: lists inside lists, and more lists than are allowed. */
  without: readonly string[];
  /** More that is asked for of each. */
  also?: readonly string[];
  args: { sortKey: string; query: string | null };
}

/**
 * The query for a file of everything: the fields of the document for single records, so that both say the same of one.
 * A file has lists whole, without pages, as `edges`, with the id of what is in them.
 *
 * Source: https://shopify.dev/docs/api/usage/bulk-operations/queries#operation-restrictions
 */
export function bulkDocument({ document, type, root, without, also = [], args }: BulkQuestion): string {
  const parsed = parse(document);
  const fragments = new Map(
    parsed.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [])),
  );
  const fields = recordFields(parsed, type);
  const node = plain(fields, { fragments, without: new Set(without), path: "" });
  const more = also.filter((name) => !node.some((one) => one.kind === Kind.FIELD && one.name.value === name));
  const all = [...more.map((name) => field(name)), ...node];
  const list = { ...field(root, [field("edges", [field("node", all)])]), arguments: argumentsOf(args) };
  return print(selectionSet([list]));
}

function argumentsOf({ sortKey, query }: BulkQuestion["args"]): ArgumentNode[] {
  const named = (name: string, value: ConstValueNode): ArgumentNode => ({
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: name },
    value,
  });
  const sorted = named("sortKey", { kind: Kind.ENUM, value: sortKey });
  return query === null ? [sorted] : [sorted, named("query", { kind: Kind.STRING, value: query })];
}

interface Scope {
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  without: ReadonlySet<string>;
  path: string;
}

/** What `... on TYPE` inside `nodes(ids:)` asks for. */
function recordFields(document: DocumentNode, type: string): readonly SelectionNode[] {
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    for (const selection of definition.selectionSet.selections) {
      const inner = selection.kind === Kind.FIELD ? (selection.selectionSet?.selections ?? []) : [];
      const found = inner.find((one) => one.kind === Kind.INLINE_FRAGMENT && one.typeCondition?.name.value === type);
      if (found) return (found as InlineFragmentNode).selectionSet.selections;
    }
  }
  throw new TypeError(`The document asks for no ${type} by id`);
}

function plain(selections: readonly SelectionNode[], scope: Scope): SelectionNode[] {
  return selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      return plain(scope.fragments.get(selection.name.value)!.selectionSet.selections, scope);
    }
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return [{ ...selection, selectionSet: selectionSet(plain(selection.selectionSet.selections, scope)) }];
    }
    const path = scope.path === "" ? selection.name.value : `${scope.path}.${selection.name.value}`;
    return scope.without.has(path) ? [] : [plainField(selection, { ...scope, path })];
  });
}

function plainField(one: FieldNode, scope: Scope): FieldNode {
  if (!one.selectionSet) return one;
  const whole = { ...one, arguments: (one.arguments ?? []).filter(({ name }) => !pages.has(name.value)) };
  const inner = plain(one.selectionSet.selections, scope);
  const nodes = inner.find((each) => each.kind === Kind.FIELD && each.name.value === "nodes");
  if (nodes?.kind !== Kind.FIELD) return { ...whole, selectionSet: selectionSet(inner) };
  const others = nodes.selectionSet!.selections.filter((each) => each.kind !== Kind.FIELD || each.name.value !== "id");
  const node = field("node", [field("id"), ...others]);
  return { ...whole, selectionSet: selectionSet([field("edges", [node])]) };
}

const pages = new Set(["first", "after"]);

function field(name: string, inner?: readonly SelectionNode[]): FieldNode {
  const named = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: name } } as const;
  return inner && Array.isArray(inner) ? { ...named, selectionSet: selectionSet(inner) } : named;
}

function selectionSet(selections: readonly SelectionNode[]): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections };
}
