import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "@jest/globals";
import { buildClientSchema, NoDeprecatedCustomRule, parse, specifiedRules, validate } from "graphql";
import type { Delivery } from "../../src/integrations/contract.ts";
import * as documents from "../../src/integrations/shopify/documents.ts";
import { normalise } from "../../src/integrations/shopify/normalise.ts";
import { read } from "../../src/integrations/shopify/read.ts";
import { dataDir, describeWithCorpus } from "./corpus.ts";

describeWithCorpus("Shopify's official schema and payloads", () => {
  const { apiVersion, ...sources } = documents;

  test("every document we send is valid and asks for nothing deprecated", () => {
    const file = join(dataDir, `shopify/admin_graphql_${apiVersion}.introspection.json.gz`);
    const schema = buildClientSchema(JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")).data, {
      assumeValid: true,
    });
    for (const [name, source] of Object.entries(sources)) {
      const problems = validate(schema, parse(source), [...specifiedRules, NoDeprecatedCustomRule]).map(
        ({ message }) => message,
      );
      expect([name, problems]).toEqual([name, []]);
    }
  });

  test.each([
    ["documented", "shopify/webhooks-2026-07/examples"],
    ["seen in the wild", "shopify/webhooks-exemplars-anonymised"],
  ])("every payload %s is taken, also the odd ones", async (_kind, folder) => {
    const files = readdirSync(join(dataDir, folder), { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".json"),
    );
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) {
      const facts = await normalise(deliveryOf(file, readFileSync(join(dataDir, folder, file))).payload);
      for (const fact of facts) expect(fact).toEqual({ kind: "customer-changed", email: expect.stringContaining("@") });
    }
  });

  test("the documented orders and customers name whom to look up again", async () => {
    const folder = join(dataDir, "shopify/webhooks-2026-07/examples");
    const factsOf = (name: string) => normalise(deliveryOf(name, readFileSync(join(folder, name))).payload);
    expect(await factsOf("orders__create.json")).not.toEqual([]);
    expect(await factsOf("customers__create.json")).not.toEqual([]);
    expect(await factsOf("orders__delete.json")).toEqual([]);
    expect(await factsOf("customers__redact.json")).toEqual([]);
  });
});

/** "orders__create.json" and "2024-01/orders/3.json" both say their topic. */
function deliveryOf(file: string, body: Buffer): Delivery {
  const [group, action = "updated"] = file
    .replace(/\.json$/, "")
    .replace(/^\d{4}-\d{2}\//, "")
    .split(/__|\//);
  const deliveries = read({ headers: { "x-shopify-topic": `${group}/${action}`, "x-shopify-webhook-id": file }, body });
  if (deliveries === "pull" || !deliveries[0]) throw new Error(`${file} gave no delivery`);
  return deliveries[0];
}
