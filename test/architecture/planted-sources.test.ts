import { beforeAll, describe, expect, test } from "@jest/globals";
import { deadReferences } from "./documents.ts";
import { foreignWrites, longFiles } from "./exceptions.ts";
import { type ParsedFile, parse, readSources, type SourceFile } from "./source-files.ts";
import { sourceRules } from "./source-rules.ts";

type RuleName = keyof typeof sourceRules;
const lines = (count: number) => "export {};\n".repeat(count);
const imports = 'import { conversations, messages as filed } from "../conversations/tables.ts";\n';

/** What breaks each rule; a rule without one fails below. */
const violations: Record<RuleName, SourceFile[]> = {
  "files stop at 300 lines": [
    { path: "src/domain/planted/index.ts", text: lines(301) },
    { path: "test/planted.test.ts", text: lines(301) },
    { path: "web/agent/src/planted.tsx", text: lines(301) },
  ],
  "no folder or file is a junk drawer": [
    { path: "src/platform/utils/planted.ts", text: "" },
    { path: "src/domain/customers/helpers.ts", text: "" },
    { path: "web/agent/src/shared/planted.tsx", text: "" },
    { path: "test/support/date-utils.test.ts", text: "" },
    { path: "workers/common.ts", text: "" },
    { path: "sandbox/Misc.mjs", text: "" },
  ],
  "only the folder that owns a table writes to it": [
    { path: "src/domain/planted/a.ts", text: `${imports}await tx.q.insert(conversations).values({});` },
    { path: "src/domain/planted/b.ts", text: `${imports}await tx.q.update(filed).set({});` },
    { path: "src/domain/planted/c.ts", text: 'import * as t from "../x.ts"; await q.delete(t.conversations);' },
    { path: "src/domain/planted/d.ts", text: "await tx`with a as (select 1) insert into messages (id) select 1`;" },
    { path: "src/inbound/planted.ts", text: 'await tx.unsafe(`update only "messages" as m set a = 1`);' },
    { path: "workers/planted.ts", text: 'await sql.unsafe("delete\\nfrom public.jobs");' },
    { path: "src/api/planted.ts", text: "await sql`with a as (select 1) merge into events using a on true`;" },
    { path: "src/realtime/planted.ts", text: "await sql`truncate table events`;" },
    { path: "src/ai/planted.ts", text: "await sql`insert into $" + "{sql(name)} values (1)`;" },
  ],
  "the environment is read in one place": [
    { path: "src/api/planted.ts", text: "const a = process.env.PORT;" },
    { path: "workers/planted.ts", text: 'const a = process["env"].PORT;' },
    { path: "sandbox/planted.ts", text: 'import { env as e } from "node:process";' },
  ],
  "HTTP leaves through one client": [
    { path: "src/ai/a.ts", text: 'await fetch("https://example.com");' },
    { path: "src/ai/b.ts", text: 'await globalThis.fetch("https://example.com");' },
    { path: "src/ai/c.ts", text: "new Client({ fetch });" },
    { path: "src/outbound/planted.ts", text: 'import { request } from "node:https";' },
    { path: "workers/planted.ts", text: 'import http from "http"; http.get("http://example.com");' },
    { path: "src/platform/planted.ts", text: 'import * as h from "node:http"; h.request("http://example.com");' },
  ],
  "no value is any": [
    { path: "src/domain/planted/index.ts", text: "const a = b as any;" },
    { path: "test/planted.test.ts", text: "const a = new Map<string, any>();" },
    { path: "web/agent/src/planted.tsx", text: "export function A(props: any) { return <p>{props.a}</p>; }" },
  ],
  "nothing is written to the console": [
    { path: "src/api/planted.ts", text: 'console.log("planted");' },
    { path: "workers/planted.ts", text: "run().catch(console.error);" },
    { path: "sandbox/planted.ts", text: 'globalThis.console.log("planted");' },
  ],
  "whatever is sent has passed the guard against stale replies": [
    { path: "src/domain/planted/a.ts", text: 'tx.emit({ name: "message.queued", data: {} });' },
    { path: "src/ai/planted.ts", text: "await queueReply(tx, conversation, ready);" },
    { path: "workers/planted.ts", text: "// refuseStale()\nawait queueReply(tx, conversation, ready);" },
  ],
  "what exports does not await at its top": [
    { path: "src/platform/planted.ts", text: "export const a = await b();" },
    { path: "scripts/planted.ts", text: "export { a };\nif (import.meta.main) await main();" },
    { path: "test/support/planted.ts", text: "const a = { b: [await c()] };\nexport function d() {}" },
  ],
  "the lists of exceptions name only what is there": [
    { path: "src/domain/events/relay-events.ts", text: "// the write that the exception was for is gone" },
  ],
};

/** What looks like a violation and is none. */
const innocent: SourceFile[] = [
  { path: "src/platform/a.ts", text: `// process.env, console.log and fetch( in a comment\n${lines(299)}` },
  { path: "src/platform/b.ts", text: 'import { createServer, type request } from "node:http"; createServer();' },
  {
    path: "src/platform/c.ts",
    text: "export const get = (fetch: Fetch) => fetch(url); type F = typeof globalThis.fetch;",
  },
  {
    path: "src/platform/d.ts",
    text: 'const a = "any value", b = { console: 1, fetch: send }; b.console; api.fetch();',
  },
  {
    path: "src/domain/planted/index.ts",
    text: `${imports}seen.delete(id); hash.update(text); q.select().from(filed);`,
  },
  { path: "src/domain/conversations/a.ts", text: "await sql`insert into messages (id) values (1)`;" },
  { path: "src/domain/planted/b.ts", text: "await sql`select * from messages on conflict do update set a = 1`;" },
  { path: "web/agent/src/commonplace.ts", text: "" },
  { path: "scripts/planted.ts", text: "console.log(process.env.PORT); await sql`delete from jobs`;" },
  {
    path: "scripts/planted-too.ts",
    text: "export const a = async () => await b();\nexport class C { d = async () => await b(); }",
  },
];

/** The rules need to know the tables, and the files that may differ. */
let known: ParsedFile[];
beforeAll(async () => {
  const excepted = [...Object.keys(longFiles), ...Object.keys(foreignWrites).map((write) => write.split(" > ")[0])];
  const files = (await readSources()).filter(({ path }) => path.endsWith("/tables.ts") || excepted.includes(path));
  known = files.map(parse);
});

function having(planted: readonly SourceFile[]): ParsedFile[] {
  const replaced = new Set(planted.map(({ path }) => path));
  return [...known.filter(({ path }) => !replaced.has(path)), ...planted.map(parse)];
}

describe.each(Object.entries(sourceRules))("%s", (name, rule) => {
  const planted = Object.entries(violations).find(([of]) => of === name)?.[1] ?? [];

  test.each(planted.map((file) => [file.path, file] as const))("a violation planted in %s is found", (path, file) => {
    const found = rule(having([file]));
    expect(found).toHaveLength(1);
    expect(name.startsWith("the lists") ? path : found[0]).toContain(path);
  });

  test("has at least one planted violation", () => {
    expect(planted.length).toBeGreaterThan(0);
  });
});

test("what only looks like a violation is let through", () => {
  const found = Object.values(sourceRules).flatMap((rule) => rule(having(innocent)));
  expect(found).toEqual([]);
});

test("a document that names a file that is gone is found", () => {
  const text =
    "See [why](adr/0001.md#context), [what](https://example.com), `src/api/gone.ts` and `src/api/<noun>.ts`.";
  const found = deadReferences([{ path: "docs/planted.md", text }], () => false);
  expect(found).toEqual(["docs/planted.md names docs/adr/0001.md", "docs/planted.md names src/api/gone.ts"]);
  expect(deadReferences([{ path: "docs/planted.md", text }], () => true)).toEqual([]);
});
