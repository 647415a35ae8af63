import { describe, expect, test } from "@jest/globals";
import {
  documentProblems,
  readDocuments,
  requirementsOf,
  scopeProblems,
  scopesFor,
  strayDocuments,
} from "../../scripts/shopify-documents.ts";
import { scopes, scopesBeyondFields } from "../../src/integrations/shopify/scopes.ts";

const planted = (text: string) => documentProblems({ place: "planted", text });

describe("documents", () => {
  test("every document we send is good in Shopify's schema of our version, and there are some", async () => {
    const documents = await readDocuments();

    expect(documents.flatMap(documentProblems)).toEqual([]);
    expect(documents.map(({ place }) => place)).toContain(
      "src/integrations/shopify/documents-refund-actions.ts refundCreateDocument",
    );
  });

  test.each([
    ["a field that is not there", "query { shop { nmae } }", /Cannot query field "nmae"/],
    ["an argument that is not there", "query { shop { name(upper: true) } }", /Unknown argument "upper"/],
    ["an argument that is missing", "query { order { id } }", /"ID!" is required/],
    ["a variable of the wrong type", "query A($id: Int!) { order(id: $id) { id } }", /used in position expecting/],
    ["what is no document", "query { shop {", /Syntax Error/],
    ["a field that goes away", 'query { codeDiscountNode(id: "1") { id } }', /deprecated/],
    [
      "a page size nobody knows",
      "query A($n: Int!) { orders(first: $n) { nodes { id } } }",
      /\$n is a page size without a default/,
    ],
    [
      "one that may cost more than Shopify gives",
      "query { orders(first: 250) { nodes { lineItems(first: 250) { nodes { taxLines { title } } } returns(first: 250) { nodes { returnLineItems(first: 250) { nodes { id } } } } } } }",
      /costs \d+ points of at most 1000/,
    ],
  ])("%s fails the check", (_, text, says) => {
    expect(planted(text)).toEqual([expect.stringMatching(says)]);
  });

  test.each([
    "const q = `query Shop { shop { name } }`;",
    'const q = "mutation { tagsAdd(id: 1, tags: []) { node { id } } }";',
    "const q = `{ shop { name } }`;",
    "const q = `fragment A on Shop { name }`;",
    "const q = `#graphql\n  $" + "{part}`;",
    "const q = `query Shop { shop { $" + "{fields} } }`;",
  ])("a document elsewhere fails the check: %s", (text) => {
    expect(strayDocuments({ path: "src/integrations/shopify/lookup.ts", text })).toEqual([
      expect.stringContaining("lookup.ts:1 writes a GraphQL document"),
    ]);
    expect(strayDocuments({ path: "src/integrations/shopify/documents-planted.ts", text })).toEqual([]);
  });

  test("braces in a string make no document", () => {
    const text = "const a = `{$" + '{names.join(",")}}`; const b = "{ a }"; const c = "query the {thing}";';

    expect(strayDocuments({ path: "src/domain/audit/planted.ts", text })).toEqual([]);
  });
});

describe("scopes", () => {
  test("what the app asks for is what its documents need", async () => {
    const documents = await readDocuments();
    const needed = scopesFor(documents.flatMap(({ text }) => requirementsOf(text)));

    expect(scopeProblems(needed, scopes, scopesBeyondFields, "scopes.ts")).toEqual([]);
  });

  test("a scope that is missing, and one nobody needs, fail the check by name", () => {
    const needed = scopesFor(
      requirementsOf("mutation { giftCardDeactivate(id: 1) { giftCard { balance { amount } } } }"),
    );

    expect(needed).toEqual(["write_gift_cards"]);
    expect(scopeProblems(needed, ["read_themes"], {}, "the app")).toEqual([
      "the app does not ask for write_gift_cards, which our documents need",
      "the app asks for read_themes, which no document of ours needs",
    ]);
  });

  test("an object inside an answer needs its own scope", () => {
    expect(scopesFor(requirementsOf("query { order(id: 1) { customer { id } } }"))).toEqual([
      "read_customers",
      "read_orders",
    ]);
  });

  test("of scopes one of which is enough, one that is asked for anyway is enough", () => {
    expect(scopesFor([["read_orders", "read_fulfillments"], ["write_fulfillments"]])).toEqual(["write_fulfillments"]);
    expect(scopesFor([["read_orders", "read_fulfillments"]])).toEqual(["read_orders"]);
  });
});
