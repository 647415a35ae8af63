import { type Classes, classNames, columnsIn, type Eraser } from "../../src/domain/privacy/index.ts";
import type { Catalogue } from "./catalogue.ts";

/** What the rules hold against each other. */
export interface Privacy {
  catalogue: Catalogue;
  classification: Readonly<Record<string, Classes>>;
  erasers: readonly Pick<Eraser, "tables">[];
}

/** Each rule returns one sentence per violation. */
type Rule = (privacy: Privacy) => string[];

const eraserPlace = "src/domain/privacy/erasers.ts";
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

  "what is a customer's goes when she is erased": (privacy) => {
    const covered = new Set(privacy.erasers.flatMap(({ tables }) => tables));
    const gone = goingAlong(privacy.catalogue);
    return Object.entries(privacy.classification)
      .filter(
        ([table, classes]) => columnsIn(classes, "customer").length > 0 && !covered.has(table) && !gone.has(table),
      )
      .map(
        ([table]) =>
          `${table} would outlive a customer who is erased: let it hang on customers, conversations or messages by a key ` +
          `that deletes with them (within), or name it in ${eraserPlace} with what its folder does`,
      );
  },

  "an eraser answers for tables that hold something of a customer": ({ classification, erasers }) =>
    erasers
      .flatMap(({ tables }) => tables)
      .filter((table) => columnsIn(classification[table], "customer").length === 0)
      .map((table) => `${table} holds nothing of a customer: take it out of ${eraserPlace}`),
} satisfies Record<string, Rule>;

/** Tables whose rows go with a customer or a conversation, by keys alone. */
function goingAlong({ foreignKeys }: Catalogue): Set<string> {
  const gone = new Set(["customers", "conversations"]);
  for (let before = 0; before < gone.size; ) {
    before = gone.size;
    for (const { table, target, cascades } of foreignKeys) if (cascades && gone.has(target)) gone.add(table);
  }
  return gone;
}
