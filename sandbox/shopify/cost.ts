import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  Kind,
  OperationTypeNode,
  type SelectionSetNode,
} from "graphql";

/**
 * Points of a query before it runs: an object is 1, a scalar 0, a connection 2 and its rows. Shopify does not say how
 * it counts rows; here a page of n costs as much as the square root of n single ones. A mutation is at least 10.
 * Source: https://shopify.dev/docs/api/usage/limits#calculated-query-costs
 */
export function requestedCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Record<string, unknown>,
): number {
  const fragments = new Map(
    document.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [])),
  );

  function costOf(typeName: string, selections: SelectionSetNode): number {
    return selections.selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) return sum + fieldCost(typeName, selection);
      const inner = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      return inner ? sum + costOf(inner.typeCondition?.name.value ?? typeName, inner.selectionSet) : sum;
    }, 0);
  }

  function fieldCost(typeName: string, field: FieldNode): number {
    const parent = schema.getType(typeName);
    const type =
      isObjectType(parent) || isInterfaceType(parent)
        ? getNamedType(parent.getFields()[field.name.value]?.type)
        : undefined;
    if (!type || isLeafType(type) || !field.selectionSet) return 0;
    const inner = costOf(type.name, field.selectionSet);
    if (type.name.endsWith("Connection")) return 2 + rows(field) * inner;
    return type.name.endsWith("Edge") || type.name === "PageInfo" ? inner : rows(field) * (1 + inner);
  }

  function rows(field: FieldNode): number {
    const size = field.arguments?.find(({ name }) => name.value === "first" || name.value === "last")?.value;
    if (size?.kind === Kind.INT) return Math.ceil(Math.sqrt(Number(size.value)));
    return size?.kind === Kind.VARIABLE ? Math.ceil(Math.sqrt(Number(variables[size.name.value] ?? 1))) : 1;
  }

  const operation = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  const isMutation = operation?.operation === OperationTypeNode.MUTATION;
  const root = (isMutation ? schema.getMutationType() : schema.getQueryType())?.name ?? "";
  return operation ? Math.max(isMutation ? 10 : 1, costOf(root, operation.selectionSet)) : 1;
}

/** Points of what was really answered: one for every object in it. */
export function actualCost(data: unknown): number {
  if (Array.isArray(data)) return data.reduce((sum: number, each) => sum + actualCost(each), 0);
  if (typeof data !== "object" || data === null) return 0;
  return Object.values(data).reduce((sum: number, each) => sum + actualCost(each), 1);
}
