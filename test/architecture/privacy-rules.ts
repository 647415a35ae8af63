import { type Classes, classNames, columnsIn } from "../../src/domain/privacy/index.ts";
import type { Catalogue } from "./catalogue.ts";

/** What the rules hold against each other. */
export interface Privacy {
  catalogue: Catalogue;
  classification: Readonly<Record<string, Classes>>;
}

/** Each rule returns one sentence per violation. */
type Rule = (privacy: Privacy) => string[];

const place = "src/domain/privacy/classification.ts";

const ownTables = ({ catalogue }: Privacy) => catalogue.tables.filter(({ schema }) => schema === "public");

const columnsOf = (classes: Classes | undefined) => classNames.flatMap((name) => columnsIn(classes, name));

export const privacyRules = {
  "every column of every table says whose data it holds": (privacy) =>
    ownTables(privacy).flatMap(({ name, columns }) => {
      const named = new Set(columnsOf(privacy.classification[name]));
      return columns
        .filter((column) => !named.has(column))
        .map(
          (column) =>
            `${name}.${column} is not classified: add “${column}” to ${name} in ${place}, under customer (what a ` +
            "shopper wrote, or is said of her), staff, secret, or other (ids, times, counts, closed words). In doubt: customer",
        );
    }),

  "the classification names only what exists": (privacy) =>
    Object.entries(privacy.classification).flatMap(([table, classes]) => {
      const found = ownTables(privacy).find(({ name }) => name === table);
      if (!found) return [`${table} does not exist any more: take it out of ${place}`];
      return columnsOf(classes)
        .filter((column) => !found.columns.includes(column))
        .map((column) => `${table}.${column} does not exist any more: take it out of ${place}`);
    }),

  "a column is in one class": ({ classification }) =>
    Object.entries(classification).flatMap(([table, classes]) => {
      const columns = columnsOf(classes);
      return columns
        .filter((column, n) => columns.indexOf(column) !== n)
        .map((column) => `${table}.${column} is classified twice in ${place}`);
    }),
} satisfies Record<string, Rule>;
