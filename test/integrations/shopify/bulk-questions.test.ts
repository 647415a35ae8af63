import { describe, expect, test } from "@jest/globals";
import { type FieldNode, Kind, parse, visit } from "graphql";
import { bulkDocument } from "../../../sandbox/shopify/bulk/document.ts";
import { adminSchema } from "../../../sandbox/shopify/schema.ts";
import { questionFor, shapeOf } from "../../../src/integrations/shopify/exports/questions.ts";
import { records } from "../../../src/integrations/shopify/records.ts";

describe.each(records.kinds)("the file of every %s", (kind) => {
  test("is asked for as Shopify allows: valid, at most five lists, none inside lists of objects", () => {
    for (const since of [null, new Date("2026-11-01T00:00:00Z")]) {
      expect(() => bulkDocument(adminSchema(), questionFor(kind, since))).not.toThrow();
    }
  });

  test("has a place for everything it asks for", () => {
    const lists = new Set<string>();
    visit(parse(questionFor(kind, null)), {
      [Kind.FIELD]: ({ name, selectionSet }: FieldNode) => {
        if (selectionSet?.selections.some((one) => one.kind === Kind.FIELD && one.name.value === "edges")) {
          lists.add(name.value);
        }
      },
    });
    const placed = new Set(Object.values(shapeOf(kind).parts).map((path) => path.at(-1)));
    // All but the list of the records themselves.
    expect([...lists].slice(1).toSorted()).toEqual([...placed].toSorted());
  });
});
