import { type Catalogue, type Policy, productRoles, type Table } from "./catalogue.ts";
import {
  definerFunctions,
  definerViews,
  globalTables,
  indexesAcrossWorkspaces,
  ownerPolicies,
  systemTables,
} from "./exceptions.ts";

/** Each rule returns one sentence per violation. */
type Rule = (catalogue: Catalogue) => string[];

const isOwn = (table: Table) => table.schema === "public";

const tenantTables = ({ tables }: Catalogue) =>
  new Set(tables.filter((table) => isOwn(table) && !(table.name in globalTables)).map(({ name }) => name));

/** A policy of the closed list: it lets the tables' owner read, and nobody else. */
const isForOwner = ({ table, name, roles, command }: Policy) =>
  ownerPolicies[table] === name && command === "SELECT" && roles.join() === "parley_owner";

const isOfThisWorkspace =
  /^\s*CASE\s+WHEN \((?:workspace_id|id) = ANY \(\( SELECT current_workspaces\(\) AS current_workspaces\)::uuid\[\]\)\) THEN true\s+ELSE false\s+END$/;

export const tenancyRules = {
  "every table has workspace_id, except the closed list of global ones": (catalogue) => {
    const tenants = tenantTables(catalogue);
    return catalogue.tables
      .filter(({ name, columns }) => tenants.has(name) && !columns.includes("workspace_id"))
      .map(({ name }) => `${name} has no workspace_id and is not in the list of global tables`);
  },

  "every tenant table has a primary key": (catalogue) => {
    const keyed = new Set(catalogue.keys.filter(({ kind }) => kind === "primary key").map(({ table }) => table));
    return [...tenantTables(catalogue)].filter((name) => !keyed.has(name)).map((name) => `${name} has no primary key`);
  },

  "workspace_id leads every primary key, unique key and index of a tenant table": (catalogue) => {
    const tenants = tenantTables(catalogue);
    return catalogue.keys
      .filter(({ table, name }) => tenants.has(table) && !(name in indexesAcrossWorkspaces))
      .filter(({ columns }) => columns[0] !== "workspace_id")
      .map(({ table, name, kind }) => `${kind} ${name} of ${table} does not begin with workspace_id`);
  },

  "an exception for an index does not cover a key": ({ keys }) =>
    keys
      .filter(({ name, kind }) => name in indexesAcrossWorkspaces && kind !== "index")
      .map(({ name, table }) => `${name} of ${table} is unique across workspaces`),

  "every foreign key between tenant tables carries the workspace": (catalogue) => {
    const tenants = tenantTables(catalogue);
    return catalogue.foreignKeys
      .filter(({ table, target }) => tenants.has(table) && tenants.has(target))
      .filter(
        ({ columns, targetColumns }) =>
          columns.length < 2 || columns[0] !== "workspace_id" || targetColumns[0] !== "workspace_id",
      )
      .map(({ name, table, target }) => `${name} lets ${table} point into another workspace's ${target}`);
  },

  "no global table points into a tenant table": (catalogue) => {
    const tenants = tenantTables(catalogue);
    return catalogue.foreignKeys
      .filter(({ table, target }) => !tenants.has(table) && tenants.has(target))
      .map(({ name, table, target }) => `${name} ties ${table} to one workspace's ${target}`);
  },

  "every table has row-level security, for its owner too": ({ tables }) =>
    tables
      .filter((table) => isOwn(table) && !(table.enabled && table.forced))
      .map(({ name, enabled }) => `${name} ${enabled ? "does not force" : "has no"} row-level security`),

  "the product's roles reach no table of another schema": ({ tables }) =>
    tables
      .filter((table) => !isOwn(table) && table.reachedBy.length > 0)
      .map(({ schema, name, reachedBy }) => `${reachedBy.join(" and ")} can reach ${schema}.${name}`),

  "a table the app reaches shows and takes rows of its workspaces only": ({ tables, policies }) =>
    tables
      .filter((table) => isOwn(table) && table.reachedBy.includes("parley_app"))
      .flatMap(({ name }) => {
        // A restrictive one can only take away.
        const ours = policies.filter(
          ({ table, roles, permissive }) => table === name && permissive && roles.includes("parley_app"),
        );
        if (ours.length === 0) return [`${name} has no policy for parley_app`];
        return ours
          .filter(({ using, withCheck }) => ![using, withCheck].every((term) => isOfThisWorkspace.test(term ?? "")))
          .map((policy) => `policy ${policy.name} of ${name} does not hold parley_app to its workspaces`);
      }),

  "what belongs to a conversation or a message is hidden with it": ({ tables, policies }) =>
    tables
      .filter((table) => isOwn(table) && table.reachedBy.includes("parley_app"))
      .filter(({ columns }) => columns.includes("conversation_id") || columns.includes("message_id"))
      .filter(
        ({ name }) =>
          !policies.some(
            ({ table, permissive, command, using }) =>
              table === name && !permissive && command === "SELECT" && /hidden_teams\(\)/.test(using ?? ""),
          ),
      )
      .map(
        ({ name }) => `${name} shows what belongs to private teams: add hiddenWithConversation or hiddenWithMessage`,
      ),

  "no policy is for everybody": ({ policies }) =>
    policies
      .filter((policy) => !isForOwner(policy))
      .filter(({ roles }) => roles.some((role) => !productRoles.includes(role)))
      .map(({ name, table, roles }) => `policy ${name} of ${table} is for ${roles.join(", ")}`),

  "the system role sees only the tables of the closed list": ({ policies }) =>
    policies
      .filter(({ table, roles }) => roles.includes("parley_system") && !(table in systemTables))
      .map(({ name, table }) => `policy ${name} opens ${table} to parley_system`),

  "the product's roles have no way round row-level security": ({ roles }) =>
    productRoles.flatMap((name) => {
      const role = roles.find((found) => found.name === name);
      if (!role) return [`${name} does not exist`];
      return [
        ...role.powers.map((power) => `${name} is ${power}`),
        ...role.memberOf.map((group) => `${name} is a member of ${group}`),
      ];
    }),

  "the product's roles own nothing and create nothing": ({ roles }) =>
    roles.flatMap(({ name, owns, createsIn }) => [
      ...owns.map((thing) => `${name} owns ${thing}`),
      ...createsIn.map((schema) => `${name} may create things in ${schema}`),
    ]),

  "views are on the closed list": ({ views }) =>
    views.filter((name) => !(name in definerViews)).map((name) => `${name} reads with its owner's rights`),

  "functions with their owner's rights are on the closed list": (catalogue) =>
    catalogue.definerFunctions
      .filter((name) => !(name in definerFunctions))
      .map((name) => `${name} runs with its owner's rights`),

  "the lists of exceptions name only what exists": (catalogue) => {
    const exist = new Set([
      ...catalogue.tables.map(({ name }) => name),
      ...catalogue.keys.map(({ name }) => name),
      ...catalogue.views,
      ...catalogue.definerFunctions,
      ...catalogue.policies.filter(isForOwner).map(({ table }) => table),
    ]);
    const named = [globalTables, indexesAcrossWorkspaces, systemTables, definerViews, definerFunctions, ownerPolicies];
    return named.flatMap(Object.keys).flatMap((name) => (exist.has(name) ? [] : [`${name} does not exist any more`]));
  },
} satisfies Record<string, Rule>;
