import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { verifyWith } from "../src/integrations/shopify/verify.ts";
import type { ProofResult } from "./result.ts";

const vectors = z.array(
  z.object({
    case: z.string(),
    topic: z.string(),
    secret: z.string(),
    headers: z.record(z.string(), z.string()),
    rawBodySha256: z.string(),
    rawBodyFrom: z.string(),
    valid: z.boolean(),
  }),
);

/** Checks Shopify webhook signatures; the verdicts are those of Shopify's own library. */
export async function hmac(dataDir: string): Promise<ProofResult> {
  const folder = join(dataDir, "shopify");
  const cases = vectors.parse(JSON.parse(readFileSync(join(folder, "hmac-vectors.json"), "utf8")));
  const lines: string[] = [];
  let passed = 0;
  for (const vector of cases) {
    const name = `${vector.case} (${vector.topic})`;
    const body = rawBody(folder, vector.rawBodyFrom, vector.rawBodySha256);
    if (!body) {
      lines.push(`${name}: the raw body cannot be made again from "${vector.rawBodyFrom}"`);
      continue;
    }
    const accepted = isAccepted(vector.headers, body, vector.secret);
    if (accepted === vector.valid) passed++;
    else
      lines.push(`${name}: ${accepted ? "accepted" : "refused"}, although it is ${vector.valid ? "valid" : "invalid"}`);
  }
  return { passed, total: cases.length, lines };
}

function isAccepted(headers: Record<string, string>, body: Buffer, secret: string): boolean {
  const lowerCase = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  try {
    verifyWith({ headers: lowerCase, body }, [secret]);
    return true;
  } catch {
    return false;
  }
}

/** The bytes a vector was made from: the named example in each of the ways it is said to have been written again. */
function rawBody(folder: string, from: string, sha256: string): Buffer | null {
  const file = /[\w./-]+\.json/.exec(from)?.[0];
  const path =
    file && ["", ...subfolders(folder)].map((sub) => join(folder, sub, file)).find((each) => existsSync(each));
  const bytes = path ? readFileSync(path) : Buffer.alloc(0);
  return spellings(bytes).find((each) => createHash("sha256").update(each).digest("hex") === sha256) ?? null;
}

function subfolders(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

function spellings(bytes: Buffer): Buffer[] {
  const text = bytes.toString("utf8");
  const json: unknown = text ? JSON.parse(text) : {};
  const written = [
    text,
    JSON.stringify(json),
    JSON.stringify(json, null, 2),
    JSON.stringify(json, null, 4),
    text.trim(),
  ];
  const changed = written.flatMap((each) => [
    each.replace(/\}$/, " }"),
    each.replace(/\}\s*$/, " }"),
    `${each} `,
    ` ${each}`,
    `${each}\n`,
    each.replace("{", "{ "),
  ]);
  return [bytes, ...[...written, ...changed, ""].map((each) => Buffer.from(each, "utf8"))];
}
