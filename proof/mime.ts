import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { messageIds, type ParsedMail, parseMail } from "../src/integrations/gmail/mime.ts";
import type { ProofResult } from "./result.ts";

/** What three independent parsers agree on, or two of three where `disputed` says so; an absent field has no majority. */
const expectation = z.object({
  file: z.string(),
  expected: z.object({
    subject: z.string().nullish(),
    from: z.array(z.string()).nullish(),
    to: z.array(z.string()).nullish(),
    cc: z.array(z.string()).nullish(),
    messageId: z.string().nullish(),
    inReplyTo: z.string().nullish(),
    references: z.array(z.string()).nullish(),
    date: z.string().nullish(),
    text: z.string().nullish(),
    html: z.boolean().nullish(),
    attachmentNames: z.array(z.string()).nullish(),
    attachmentSizes: z.array(z.number()).nullish(),
  }),
  disputed: z.record(z.string(), z.unknown()),
});
type Expected = z.infer<typeof expectation>["expected"];
type Comparable = Record<keyof Expected, string | null>;

/**
 * Parses every mail with our ingest parser and compares what it says with the consensus, disputed fields included:
 * a mail passes only when all its fields agree.
 */
export async function mime(dataDir: string): Promise<ProofResult> {
  const folder = join(dataDir, "email");
  const cases = readFileSync(join(folder, "mime-consensus.jsonl"), "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => expectation.parse(JSON.parse(line)));
  const lines: string[] = [];
  let passed = 0;
  let agreedOnly = 0;
  for (const { file, expected, disputed } of cases) {
    const differences = compare(
      ofMail(await parseMail(readFileSync(join(folder, file)))),
      ofExpected(expected),
      expected,
    );
    if (differences.length === 0) passed++;
    if (differences.every(({ field }) => field in disputed)) agreedOnly++;
    for (const { field, text } of differences) {
      lines.push(`${file}: ${field}${field in disputed ? " (the parsers themselves disagree)" : ""}: ${text}`);
    }
  }
  lines.push(`mails in which every undisputed field agrees: ${agreedOnly} of ${cases.length}`);
  return { passed, total: cases.length, lines };
}

function compare(ours: Comparable, theirs: Comparable, expected: Expected): { field: keyof Expected; text: string }[] {
  const fields = Object.keys(theirs) as (keyof Expected)[]; // the keys of our own literal below
  return fields
    .filter((field) => expected[field] !== undefined && ours[field] !== theirs[field])
    .map((field) => ({ field, text: `expected ${short(theirs[field])}, got ${short(ours[field])}` }));
}

function ofMail(mail: ParsedMail): Comparable {
  return {
    subject: words(mail.subject),
    from: list(mail.from ? [mail.from.address] : []),
    to: list(mail.to.map(({ address }) => address)),
    cc: list(mail.cc.map(({ address }) => address)),
    messageId: words(mail.messageId),
    inReplyTo: ordered(mail.inReplyTo),
    references: list(mail.references),
    date: mail.date?.toISOString() ?? null,
    text: words(mail.text),
    html: String(mail.html !== null),
    attachmentNames: list(mail.attachments.map(({ name }) => name)),
    attachmentSizes: list(mail.attachments.map(({ sizeBytes }) => String(sizeBytes))),
  };
}

function ofExpected(expected: Expected): Comparable {
  return {
    subject: words(expected.subject),
    from: list(expected.from),
    to: list(expected.to),
    cc: list(expected.cc),
    messageId: words(expected.messageId),
    inReplyTo: ordered(messageIds(expected.inReplyTo ?? "")),
    references: list((expected.references ?? []).flatMap(messageIds)),
    date: expected.date ? new Date(expected.date).toISOString() : null,
    text: words(expected.text),
    html: String(expected.html ?? false),
    attachmentNames: list(expected.attachmentNames),
    attachmentSizes: list(expected.attachmentSizes?.map(String)),
  };
}

/** Line ends and runs of blanks do not count; nothing and an empty text are the same. */
function words(text: string | null | undefined): string | null {
  return text?.replace(/\s+/g, " ").trim() || null;
}

/** Compared as bags: the consensus gives these sorted. */
function list(values: readonly string[] | null | undefined): string | null {
  return values?.length
    ? [...values]
        .map((value) => words(value) ?? "")
        .sort()
        .join(" | ")
    : null;
}

function ordered(ids: readonly string[]): string | null {
  return [...new Set(ids)].join(" ") || null;
}

function short(text: string | null): string {
  const shown = text ?? "nothing";
  return shown.length > 160 ? `${shown.slice(0, 160)}… (${shown.length} characters)` : shown;
}
