import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { mime } from "../../proof/mime.ts";
import { automaticReason } from "../../src/integrations/gmail/automatic.ts";
import { parseMail } from "../../src/integrations/gmail/mime.ts";
import { dataDir, describeWithCorpus } from "./corpus.ts";

describeWithCorpus("mail of other parsers' test suites", () => {
  test("is read as the majority of three independent parsers reads it", async () => {
    const { passed, total, lines } = await mime(dataDir);
    expect({ tooFew: passed / total < 0.95, lines: passed / total < 0.95 ? lines : [] }).toEqual({
      tooFew: false,
      lines: [],
    });
  });

  test("that machines wrote is never taken for a person's", async () => {
    const kinds: Record<string, string> = {
      "auto-generated": "auto-reply",
      "mailing-list-or-bulk": "bulk",
      "bounce-or-dsn": "bounce",
      "read-receipt": "read-receipt",
    };
    const { mails } = JSON.parse(readFileSync(join(dataDir, "email/bounce-auto-classes.json"), "utf8")) as {
      mails: { file: string; expected_class: string }[];
    };
    for (const { file, expected_class } of mails) {
      const reason = automaticReason(
        await parseMail(readFileSync(join(dataDir, "email", file))),
        "support@nordlys.example",
      );
      expect([file, reason]).toEqual([file, kinds[expected_class]]);
    }
  });
});
