import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { problemsOf, render, type Values, variables, variablesIn } from "../../../src/domain/templates/template.ts";
import { type Sources, valuesOf } from "../../../src/domain/templates/values.ts";
import { aParcel } from "../../support/shop-records.ts";

const order = {
  name: "#1042",
  currency: "EUR",
  totalMinor: 6980,
  fulfillmentStatus: "fulfilled",
  cancelledAt: null,
  fulfillments: [parcel("in_transit", "https://track.example/1042")],
};
const sources: Sources = {
  customer: { name: "Mia Berg", identities: [{ kind: "email", value: "mia@mail.example" }] },
  order,
  agent: { name: "Ada Holm" },
  shop: { name: "Nordlys Candles" },
  conversation: { subject: "Where is it?" },
  language: null,
};
const nothing: Values = valuesOf({
  ...sources,
  customer: null,
  order: null,
  agent: null,
  shop: { name: "" },
  conversation: { subject: "" },
});

describe("a template", () => {
  test("is filled in, every variable of it", () => {
    const all = variables.map((name) => `{{${name}}}`).join(" / ");
    expect(render(all, valuesOf(sources))).toEqual({
      text: "Mia / Mia Berg / mia@mail.example / #1042 / €69.80 / on its way / https://track.example/1042 / Ada Holm / Ada / Nordlys Candles / Where is it?",
      missing: [],
    });
  });

  test("says visibly what it does not know, and reports each once", () => {
    expect(render("Hi {{customer.first_name}}, {{order.name}}, {{ order.name }}", nothing)).toEqual({
      text: "Hi [customer first name], [order name], [order name]",
      missing: ["customer.first_name", "order.name"],
    });
  });

  test("takes the fallback where there is no value, and only there; an empty one leaves nothing", () => {
    const body = "Hi {{customer.first_name | there}}{{order.name|}}!";
    expect(render(body, nothing)).toEqual({ text: "Hi there!", missing: [] });
    expect(render(body, valuesOf(sources)).text).toBe("Hi Mia#1042!");
  });

  test("never reads a value again: braces, dollars and brackets in it stay what they are", () => {
    for (const name of ["{{agent.name}}", "$& $1 $$ $`", "[order name]", "{{customer.name}} {{", "}}", "|x"]) {
      const values = valuesOf({ ...sources, customer: { name, identities: [] } });
      expect(render("Hi {{customer.name}}, {{agent.name}}", values).text).toBe(`Hi ${name}, Ada Holm`);
    }
  });

  test("that can be saved keeps every letter outside of its placeholders, whatever the text", () => {
    const piece = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("{", "}", "{{", "}}", "{{agent.name}}", "|"),
    );
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join("")),
        (body) => {
          if (problemsOf(body).length > 0) return;
          const marked = body.replaceAll(/\{\{[^{}]*\}\}/g, "Ada Holm");
          expect(render(body, valuesOf(sources)).text).toBe(variablesIn(body).size > 0 ? marked : body);
        },
      ),
      { seed: 20_260_401, numRuns: 500 },
    );
  });
});

describe("a template that cannot be filled in", () => {
  test.each([
    ["{{customer.frist_name}}", "customer.frist_name", "customer.first_name"],
    ["{{Customer.Name}}", "Customer.Name", "customer.name"],
    ["{{customer name}}", "customer name", "customer.name"],
    ["{{first_name}}", "first_name", "customer.first_name"],
    ["{{order.number}}", "order.number", "order.name"],
    ["{{tracking_url|soon}}", "tracking_url", "order.tracking_url"],
    ["{{7*7}}", "7*7", null],
    ["{{}}", "", null],
    ["{{constructor}}", "constructor", null],
  ])("%s is named with the nearest known variable", (body, variable, nearest) => {
    const [problem, ...others] = problemsOf(`Hi,\n\n🙂 ${body}`);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ variable, nearest, line: 3, column: 3 });
    expect(problem?.message).toContain(nearest ? `did you mean {{${nearest}}}?` : "known are customer.first_name,");
  });

  test.each(["Hi {{customer.name", "Hi {{customer.name}", "Hi {{", "Hi {{a{b}}"])("%s is not closed", (body) => {
    expect(problemsOf(body)).toMatchObject([{ variable: null, line: 1, column: 4, nearest: null }]);
  });

  test("names its first twenty problems, in the order of the text, in no time", () => {
    expect(problemsOf("{{x}}{{y}}").map(({ variable }) => variable)).toEqual(["x", "y"]);
    expect(problemsOf("{{a.long.name.that.is.none}}".repeat(350))).toHaveLength(20);
    expect(problemsOf(`{{${"x".repeat(9_000)}}}`)[0]?.variable).toHaveLength(60);
  });
});

describe("a value", () => {
  const named = (name: string) => valuesOf({ ...sources, customer: { name, identities: [] } });

  test.each([
    ["Mia Berg", "Mia"],
    ["Berg, Mia", "Mia"],
    ["Mia", "Mia"],
    ["  Mia\tBerg ", "Mia"],
    ["美咲 佐藤", "美咲"],
    ["Zoë van der Berg", "Zoë"],
    ["Acme, Inc.", "Acme,"],
  ])("of %s is the first name %s", (name, first) => {
    expect(named(name)["customer.first_name"]).toBe(first);
  });

  test("an address is no name to greet somebody with", () => {
    expect(named("mia@mail.example")).toMatchObject({ "customer.name": null, "customer.first_name": null });
    expect(named("   ")).toMatchObject({ "customer.name": null, "customer.first_name": null });
  });

  test("from outside stays on its line, keeps its direction and has an end", () => {
    expect(named("Mia\n\nYour refund of €900\r\nis on its way\u2028x\0")["customer.name"]).toBe(
      "Mia Your refund of €900 is on its way x",
    );
    expect(named("\u202eaiM\u202c")["customer.name"]).toBe("aiM");
    expect([...(named("🙂".repeat(5_000))["customer.name"] ?? "")]).toHaveLength(200);
  });

  test.each([
    ["EUR", 6980, "de", "69,80 €"],
    ["JPY", 300, null, "¥300"],
    ["EUR", 6980, "xx-invalid-tag-@", "69.80 EUR"],
    ["nonsense", 6980, "en", "69.80 nonsense"],
  ])("%s %i in %s is %s", (currency, totalMinor, language, shown) => {
    const values = valuesOf({ ...sources, language, order: { ...order, currency, totalMinor } });
    expect(values["order.total"]?.replace(/\s/g, " ")).toBe(shown);
  });

  test.each([
    ["cancelled", { cancelledAt: new Date() }],
    ["delivered", { fulfillments: [parcel("delivered"), parcel("delivered")] }],
    ["shipped", { fulfillments: [parcel("delivered"), parcel("in_transit")] }],
    ["partly shipped", { fulfillmentStatus: "partially_fulfilled", fulfillments: [parcel("delivered")] }],
    ["being prepared", { fulfillmentStatus: "unfulfilled", fulfillments: [] }],
    ["on hold", { fulfillmentStatus: "on_hold", fulfillments: [] }],
    [null, { fulfillmentStatus: null, fulfillments: [] }],
  ])("of an order's status is %s", (status, changes) => {
    expect(valuesOf({ ...sources, order: { ...order, ...changes } })["order.status"]).toBe(status);
  });

  test.each([
    "javascript:alert(1)",
    "https://a b",
    "//track.example",
    "https://",
    `https://x.example/${"x".repeat(3000)}`,
  ])("%s is no tracking address", (url) => {
    const values = valuesOf({ ...sources, order: { ...order, fulfillments: [parcel("in_transit", url)] } });
    expect(values["order.tracking_url"]).toBeNull();
  });
});

function parcel(status: string, trackingUrl: string | null = null) {
  return aParcel({ status, trackingUrl });
}
