import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { expect, test } from "@jest/globals";
import { sealEvents, verifyChain } from "../../src/domain/audit/index.ts";
import { append, intruder } from "../domain/audit/eventful.ts";
import { freshDatabase } from "../support/database.ts";
import { aWorkspace } from "../support/factories.ts";

const db = await freshDatabase();
const root = intruder(db.urls);
const [honest, spoilt] = [await aWorkspace(db), await aWorkspace(db)];
for (const ctx of [honest, spoilt]) await append(ctx, 1100);
await sealEvents(db);
await append(honest, 2);

async function verify(...args: string[]): Promise<{ code: number; said: string }> {
  const { appUrl, systemUrl } = db.urls;
  const env = { ...process.env, DATABASE_URL: appUrl, DATABASE_SYSTEM_URL: systemUrl };
  const child = spawn(process.execPath, ["scripts/verify-audit.ts", ...args], { env });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += String(chunk)));
  const [code] = await once(child, "close");
  return { code: Number(code), said };
}

test("intact chains are counted, with the hash that proves the next time that they are the same", async () => {
  const { code, said } = await verify();
  const { head } = await verifyChain(honest);
  expect(said).toContain(
    `✓ workspace ${honest.workspaceId}: 1102 events, 3 seals, intact; 2 not sealed yet; newest seal ${head}\n`,
  );
  expect([code, said]).toEqual([0, expect.stringContaining("Every chain is intact.")]);
  expect((await verify("--workspace", honest.workspaceId, "--known-hash", head!)).code).toBe(0);
});

test("a change ends with exit code 1 and names the workspace and the range", async () => {
  await root`update events set actor = '{"type":"member"}' where workspace_id = ${spoilt.workspaceId} and seq = 1000`;
  const { code, said } = await verify();
  expect(code).toBe(1);
  expect(said).toContain(
    `✗ workspace ${spoilt.workspaceId}: 500 events, 1 seals intact, then events 501 to 1000: changed after they were sealed\n`,
  );
  expect(said).toContain("1 of the chains cannot be trusted.");
  expect((await verify("--workspace", honest.workspaceId)).code).toBe(0);
  expect((await verify("--workspace", spoilt.workspaceId)).code).toBe(1);
});

test("a hash that is not in the chain is a fault", async () => {
  const { code, said } = await verify("--workspace", honest.workspaceId, "--known-hash", "0".repeat(64));
  expect([code, said]).toEqual([1, expect.stringContaining("the known hash is not in it")]);
});

test.each([
  [["--workspace", "nonsense"], "Usage"],
  [["--workspace"], "Usage"],
  [["--everything"], "Usage"],
  [["--known-hash", "0".repeat(64)], "Usage"],
  [["--workspace", randomUUID()], "There is no workspace"],
])("%j is refused with a sentence", async (args, sentence) => {
  const { code, said } = await verify(...args);
  expect([code, said]).toEqual([1, expect.stringContaining(sentence)]);
  expect(said).not.toContain("    at ");
});
