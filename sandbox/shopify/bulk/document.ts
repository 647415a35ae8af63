import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { everyRow } from "../connection.ts";

const mostConnections = 5;
/** The outer one and two inside each other. */
const deepest = 3;
/** Response keys of connections begin with this while the query runs, so that they can be told apart from objects. */
export const connectionMark = "bulkConnection_";
/** Under which every row of a connection says its id, whether the query asks for it or not. */
export const idMark = "bulkNodeId";

/**
 * The query as it is run: every connection whole, every row with its id.
 *
 * @throws GraphQLError for what a bulk operation may not ask.
 * Source: https://shopify.dev/docs/api/usage/bulk-operations/queries#operation-restrictions
 */
export function bulkDocument(schema: GraphQLSchema, query: string): DocumentNode {
  const document = parse(query);
  const [problem] = validate(schema, document);
  if (problem) throw problem;
  const [operation, another] = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  if (!operation || another || operation.operation !== "query")
    throw new GraphQLError("Invalid bulk query: one query is needed");
  if (operation.variableDefinitions?.length) throw new GraphQLError("Variables are not supported in bulk queries");
  if (operation.selectionSet.selections.length !== 1) {
    throw new GraphQLError("Bulk queries cannot contain more than one top-level field");
  }
  refuseTooMuch(schema, document, operation);
  return marked(schema, document);
}

function refuseTooMuch(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): void {
  const info = new TypeInfo(schema);
  let count = 0;
  let depth = 0;
  let lists = 0;
  const enter = () => {
    if (isConnection(info.getType())) {
      if (lists > 0)
        throw new GraphQLError(
          "Queries that contain a connection field within a list field are not currently supported.",
        );
      count++;
      if (++depth > deepest)
        throw new GraphQLError(`Bulk queries cannot nest connections more than ${deepest - 1} levels deep`);
    } else if (isObjectList(info.getType()) && !isConnection(info.getParentType())) lists++;
  };
  const leave = () => {
    if (isConnection(info.getType())) depth--;
    else if (isObjectList(info.getType()) && !isConnection(info.getParentType())) lists--;
  };
  visit(document, visitWithTypeInfo(info, { Field: { enter: () => void enter(), leave: () => void leave() } }));
  if (count === 0 || operation.selectionSet.selections.length === 0) {
    throw new GraphQLError("Bulk queries must contain at least one connection.");
  }
  if (count > mostConnections)
    throw new GraphQLError(`Bulk queries cannot contain more than ${mostConnections} connections.`);
}

function marked(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  const info = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(info, {
      Field: {
        leave: (field) => {
          if (isConnection(info.getType())) return wholeConnection(field);
          const isRow = isConnection(info.getParentType()) || nameOf(info.getParentType())?.endsWith("Edge");
          return isRow && ["node", "nodes"].includes(field.name.value) && hasId(info.getType())
            ? withId(field)
            : undefined;
        },
      },
    }),
  );
}

function wholeConnection(field: FieldNode): FieldNode {
  const kept = (field.arguments ?? []).filter(({ name }) => !["first", "last", "after", "before"].includes(name.value));
  const first: ArgumentNode = {
    ...{ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: "first" } },
    value: { kind: Kind.INT, value: String(everyRow) },
  };
  const key = (field.alias ?? field.name).value;
  return { ...field, alias: { kind: Kind.NAME, value: `${connectionMark}${key}` }, arguments: [...kept, first] };
}

function withId(field: FieldNode): FieldNode {
  const id: FieldNode = {
    ...{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: "id" }, alias: { kind: Kind.NAME, value: idMark } },
  };
  const selections = [...(field.selectionSet?.selections ?? []), id];
  return { ...field, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}

function isConnection(type: Parameters<typeof getNamedType>[0] | null | undefined): boolean {
  return nameOf(type)?.endsWith("Connection") ?? false;
}

function isObjectList(type: unknown): boolean {
  const inner = isNonNullType(type) ? type.ofType : type;
  return isListType(inner) && isObjectType(getNamedType(inner));
}

function nameOf(type: Parameters<typeof getNamedType>[0] | null | undefined): string | undefined {
  return type ? getNamedType(type).name : undefined;
}

function hasId(type: Parameters<typeof getNamedType>[0] | null | undefined): boolean {
  const named: GraphQLNamedType | undefined = type ? getNamedType(type) : undefined;
  return named !== undefined && "getFields" in named && "id" in named.getFields();
}
