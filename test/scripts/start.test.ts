import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { freePort } from "../../scripts/ports.ts";

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "parley-start-"));
});
afterEach(() => rm(home, { recursive: true }));

function start(settings: NodeJS.ProcessEnv) {
  const env = { ...process.env, PARLEY_HOME: home, DATABASE_URL: "", ...settings };
  const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/start.ts"], { env, encoding: "utf8" });
  return { status, stdout, sentence: stderr.trim() };
}

test("a taken port ends in one sentence that says how to choose another", async () => {
  const server = createServer().listen(0);
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  const { status, sentence } = start({ PORT: String(port) });
  server.close();
  expect(status).toBe(1);
  expect(sentence).toMatch(
    new RegExp(`^Port ${port} is in use; stop what uses it, or choose another: PORT=\\d+ npm start$`),
  );
  expect(await readdir(home)).toEqual([]);
});

test("a PORT that is no port is named", () => {
  expect(start({ PORT: "http" })).toMatchObject({
    status: 1,
    sentence: "PORT=http is not a port; give a number from 1 to 65535.",
  });
});

test("a folder that cannot be written to ends in one sentence", () => {
  expect(start({ PARLEY_HOME: "/dev/null/parley" })).toMatchObject({
    status: 1,
    sentence: "Parley cannot write to /dev/null/parley; use a checkout that belongs to you.",
  });
});

test("a Parley that runs from the same folder ends in one sentence and keeps its lock", async () => {
  const stat = spawnSync("cut", ["-d", " ", "-f", "22", `/proc/${process.ppid}/stat`], {
    encoding: "utf8",
  }).stdout.trim();
  await writeFile(join(home, "lock"), `${process.ppid} ${stat}\n`);
  const port = String(await freePort());
  expect(start({ PORT: port })).toMatchObject({
    status: 1,
    sentence: `Parley is already running from this folder (process ${process.ppid}); stop it first: kill ${process.ppid}`,
  });
  expect(await readdir(home)).toEqual(["lock"]);
});

test("damaged secrets are not replaced in silence", async () => {
  await writeFile(join(home, "secrets.json"), "{}");
  const ports = { PORT: String(await freePort()), SANDBOX_PORT: String(await freePort()) };
  const { status, sentence } = start(ports);
  expect(status).toBe(1);
  expect(sentence).toContain("is damaged; put it back, or start over with: npm start -- --reset");
});
