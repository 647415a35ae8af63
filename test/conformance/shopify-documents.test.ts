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
  ])("every payload %s names a record, or says why it is not for us", async (_kind, folder) => {
    const files = readdirSync(join(dataDir, folder), { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".json"),
    );
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) {
      const { payload } = deliveryOf(file, readFileSync(join(dataDir, folder, file)));
      const facts = await normalise(payload).catch((error: unknown) => {
        expect([file, error]).toEqual([file, expect.objectContaining({ code: "invalid_input" })]);
        return null;
      });
      expect([file, facts?.length]).not.toEqual([file, 0]);
    }
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
