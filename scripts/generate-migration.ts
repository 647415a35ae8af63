import { spawnSync } from "node:child_process";
import { appendFile, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure, runMain } from "./failure.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * `npm run db:generate -- --name WHAT`: writes the migration from `tables.ts` to the current state, and makes
 * row-level security hold for the tables' owner too, which drizzle-kit cannot express.
 */
async function main(): Promise<number> {
  const before = new Set(await migrations());
  const kit = join(root, "node_modules", "drizzle-kit", "bin.cjs");
  const { status } = spawnSync(process.execPath, [kit, "generate", ...process.argv.slice(2)], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) throw new Failure("drizzle-kit could not write a migration.");
  for (const file of (await migrations()).filter((name) => !before.has(name))) {
    const path = join(root, "drizzle", file);
    const forced = forceStatements(await readFile(path, "utf8"));
    if (forced !== "") await appendFile(path, forced);
  }
  return 0;
}

/** What a generated migration still lacks: FORCE for each table it ENABLEs row-level security on. */
export function forceStatements(migration: string): string {
  return [...migration.matchAll(/^ALTER TABLE ("[^"]+") ENABLE ROW LEVEL SECURITY;/gm)]
    .map(([, table]) => `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;`)
    .filter((statement) => !migration.includes(statement))
    .map((statement) => `--> statement-breakpoint\n${statement}`)
    .join("");
}

async function migrations(): Promise<string[]> {
  return (await readdir(join(root, "drizzle"))).filter((name) => name.endsWith(".sql"));
}

if (import.meta.main) void runMain(main);
