import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
} from "graphql";

/** Where a type of ours says something else than the official type of that name. */
export function typeProblems(ours: GraphQLNamedType, official: GraphQLSchema): string[] {
  const theirs = official.getType(ours.name);
  if (!theirs) return ["is not in the official schema"];
  if (theirs.constructor.name !== ours.constructor.name) return [`is a ${theirs.constructor.name} there`];
  if (isEnumType(ours) && isEnumType(theirs)) {
    const values = new Set(theirs.getValues().map(({ name }) => name));
    return ours.getValues().flatMap(({ name }) => (values.has(name) ? [] : [`has no value ${name} there`]));
  }
  if (isInputObjectType(ours) && isInputObjectType(theirs)) {
    const fields = theirs.getFields();
    return Object.values(ours.getFields()).flatMap(({ name, type }) =>
      same(name, String(type), String(fields[name]?.type)),
    );
  }
  const isComposite =
    (isObjectType(ours) && isObjectType(theirs)) || (isInterfaceType(ours) && isInterfaceType(theirs));
  if (!isComposite) return [];
  const fields = theirs.getFields();
  return Object.values(ours.getFields()).flatMap((field) => fieldProblems(field, fields[field.name]));
}

function fieldProblems(
  ours: GraphQLField<unknown, unknown>,
  theirs: GraphQLField<unknown, unknown> | undefined,
): string[] {
  if (!theirs) return [`${ours.name} is not there`];
  const missing = theirs.args.filter(
    (arg) => isRequiredArgument(arg) && !ours.args.some(({ name }) => name === arg.name),
  );
  return [
    ...same(ours.name, String(ours.type), String(theirs.type)),
    ...missing.map(({ name }) => `${ours.name} lacks its required argument ${name}`),
    ...ours.args.flatMap((arg) =>
      argumentProblems(
        ours.name,
        arg,
        theirs.args.find(({ name }) => name === arg.name),
      ),
    ),
  ];
}

function argumentProblems(field: string, ours: GraphQLArgument, theirs: GraphQLArgument | undefined): string[] {
  const name = `${field}(${ours.name})`;
  if (!theirs) return [`${name} is not there`];
  return [
    ...same(name, String(ours.type), String(theirs.type)),
    ...same(`${name}'s default`, usual(ours), usual(theirs)),
  ];
}

/** A default is kept as a literal when a schema was read from its text, as a value when it was introspected. */
function usual({ default: given }: GraphQLArgument): string {
  if (!given) return "none";
  if (given.literal) return "value" in given.literal ? String(given.literal.value) : given.literal.kind;
  return String(given.value);
}

function same(what: string, ours: string, theirs: string): string[] {
  return ours === theirs ? [] : [`${what} is ${ours} here and ${theirs} there`];
}
