import { expect, test } from "@jest/globals";
import { sandbox } from "../../proof/sandbox.ts";
import { dataDir, describeWithCorpus } from "./corpus.ts";

describeWithCorpus("the sandbox against the official specifications", () => {
  test("every answer, stream, error and schema type is one the provider could have given", async () => {
    const { passed, total, lines } = await sandbox(dataDir);
    expect({ lines, failed: total - passed }).toEqual({ lines: [], failed: 0 });
    expect(total).toBeGreaterThan(100);
  });
});
