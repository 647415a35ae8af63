import { expect, test } from "@jest/globals";
import { hmac } from "../../proof/hmac.ts";
import { dataDir, describeWithCorpus } from "./corpus.ts";

describeWithCorpus("Shopify webhook signatures", () => {
  test("are accepted and refused exactly as by Shopify's own library", async () => {
    const { passed, total, lines } = await hmac(dataDir);
    expect({ missed: total - passed, lines }).toEqual({ missed: 0, lines: [] });
  });
});
