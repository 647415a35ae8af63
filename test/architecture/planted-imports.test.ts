import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { cruise } from "./cruise.ts";

/** What a planted file may import: nothing but a name each. */
const targets = [
  "src/config.ts",
  "src/server.ts",
  "src/platform/db.ts",
  "src/domain/customers/index.ts",
  "src/domain/customers/tables.ts",
  "src/domain/customers/rules.ts",
  "src/integrations/contract.ts",
  "src/integrations/index.ts",
  "src/integrations/gmail/send.ts",
  "src/inbound/record.ts",
  "src/outbound/send.ts",
  "src/ai/index.ts",
  "src/api/openapi.ts",
  "src/realtime/attach.ts",
  "workers/main.ts",
  "sandbox/index.ts",
  "web/agent/src/app.tsx",
];
const packages = ["express", "bullmq", "socket.io", "drizzle-orm", "undici", "@googleapis/gmail", "zod"];

/** The planted file, what it imports, and the rule it breaks; null = none. */
const planted: [path: string, imports: string, rule: string | null][] = [
  ["src/platform/a.ts", "../domain/customers/index.ts", "platform-knows-no-product"],
  ["src/platform/b.ts", "../config.ts", "platform-knows-no-product"],
  ["src/platform/c.ts", "undici", "http-leaves-through-one-client"],
  ["src/platform/http-client.ts", "undici", null],
  ["src/domain/planted/a.ts", "../../integrations/contract.ts", "domain-is-the-product"],
  ["src/domain/planted/b.ts", "../../../workers/main.ts", "domain-is-the-product"],
  ["src/domain/planted/c.ts", "../customers/rules.ts", "a-noun-by-its-door"],
  ["src/domain/planted/d.ts", "../customers/tables.ts", "tables-of-others-only-for-keys-and-queries"],
  ["src/domain/planted/tables.ts", "../customers/tables.ts", null],
  ["src/domain/planted/queries.ts", "../customers/tables.ts", null],
  ["src/domain/planted/e.ts", "./tables.ts", null],
  ["src/domain/planted/f.ts", "../customers/index.ts", null],
  ["src/domain/planted/g.ts", "express", "domain-calls-nobody"],
  ["src/domain/planted/h.ts", "bullmq", "domain-calls-nobody"],
  ["src/domain/planted/i.ts", "socket.io", "domain-calls-nobody"],
  ["src/domain/planted/j.ts", "node:http", "domain-calls-nobody"],
  ["src/domain/planted/k.ts", "drizzle-orm", null],
  ["src/integrations/planted/a.ts", "../gmail/send.ts", "an-integration-knows-its-provider-only"],
  ["src/integrations/planted/b.ts", "../../domain/customers/index.ts", "an-integration-knows-its-provider-only"],
  ["src/integrations/planted/c.ts", "../index.ts", "an-integration-knows-its-provider-only"],
  ["src/integrations/planted/d.ts", "drizzle-orm", "integrations-know-no-database"],
  ["src/integrations/planted/e.ts", "../contract.ts", null],
  ["src/integrations/planted/f.ts", "@googleapis/gmail", null],
  ["src/integrations/planted.ts", "../domain/customers/index.ts", "the-list-of-integrations"],
  ["src/inbound/a.ts", "../outbound/send.ts", "inbound-outbound-and-ai-stand-side-by-side"],
  ["src/outbound/a.ts", "../ai/index.ts", "inbound-outbound-and-ai-stand-side-by-side"],
  ["src/ai/a.ts", "../realtime/attach.ts", "inbound-outbound-and-ai-stand-side-by-side"],
  ["src/ai/b.ts", "../integrations/index.ts", null],
  ["src/ai/c.ts", "../integrations/gmail/send.ts", "integrations-by-their-list"],
  ["src/ai/d.ts", "../domain/customers/rules.ts", "domain-by-its-doors"],
  ["src/realtime/a.ts", "../api/openapi.ts", "realtime-shows-the-domain"],
  ["src/realtime/b.ts", "../integrations/index.ts", "realtime-shows-the-domain"],
  ["src/api/a.ts", "../realtime/attach.ts", "api-is-a-door-into-the-domain"],
  ["src/api/b.ts", "../ai/index.ts", "api-is-a-door-into-the-domain"],
  ["src/api/c.ts", "../outbound/send.ts", "api-is-a-door-into-the-domain"],
  ["src/api/d.ts", "../inbound/record.ts", "inbound-from-webhooks-and-files-only"],
  ["src/api/webhooks.ts", "../inbound/record.ts", null],
  ["src/api/e.ts", "../domain/customers/tables.ts", "domain-by-its-doors"],
  ["src/api/f.ts", "../../sandbox/index.ts", "api-is-a-door-into-the-domain"],
  ["src/api/g.ts", "../server.ts", "nobody-imports-a-process"],
  ["src/api/h.ts", "../../workers/main.ts", "nobody-imports-workers"],
  ["src/api/i.ts", "planted-tool", "product-needs-no-dev-tool"],
  ["src/api/j.ts", "./gone.ts", "every-import-resolves"],
  ["src/api/k.ts", "zod", null],
  ["src/new-folder/a.ts", "../platform/db.ts", "every-folder-has-a-rule"],
  ["workers/a.ts", "../sandbox/index.ts", "workers-run-the-product"],
  ["workers/b.ts", "../src/ai/index.ts", null],
  ["sandbox/a.ts", "../src/domain/customers/index.ts", "the-sandbox-does-not-know-who-calls"],
  ["sandbox/b.ts", "../src/platform/db.ts", null],
  ["web/agent/src/a.tsx", "../../../src/domain/customers/index.ts", "web-talks-through-the-api"],
  ["web/agent/src/b.tsx", "./app.tsx", null],
];
/** In files whose place in the tree is part of the rule. */
const inTargets: [path: string, imports: string, rule: string][] = [
  ["src/config.ts", "./domain/customers/index.ts", "config-reads-platform"],
  ["src/server.ts", "../sandbox/index.ts", "server-is-the-web-process"],
];

let folder: string;
let found: Awaited<ReturnType<typeof cruise>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "parley-imports-"));
  const dependencies = Object.fromEntries(packages.map((name) => [name, "1.0.0"]));
  await write("package.json", JSON.stringify({ dependencies, devDependencies: { "planted-tool": "1.0.0" } }));
  for (const name of [...packages, "planted-tool"]) await write(`node_modules/${name}/index.js`, "");
  for (const path of targets) await write(path, "export interface Name {}\n");
  for (const [path, imports] of [...planted, ...inTargets]) {
    await write(path, `import type { Name } from "${imports}";\nexport interface Own {}\n`);
  }
  found = await cruise(folder, ["src", "workers", "sandbox", "web"]);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

const rulesBrokenBy = (path: string) => found.filter(({ from }) => from === path).map(({ rule }) => rule);

test.each([...planted, ...inTargets].filter(([, , rule]) => rule))("%s may not import %s", (path, _, rule) => {
  expect(rulesBrokenBy(path)).toContain(rule);
});

test.each(planted.filter(([, , rule]) => rule === null))("%s may import %s", (path) => {
  expect(rulesBrokenBy(path)).toEqual([]);
});

test("every rule has a planted violation", () => {
  const config: { forbidden: { name: string }[] } = createRequire(import.meta.url)("../../.dependency-cruiser.cjs");
  const broken = new Set(found.map(({ rule }) => rule));
  expect(config.forbidden.map(({ name }) => name).filter((name) => !broken.has(name))).toEqual([]);
});
