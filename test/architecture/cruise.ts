import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "./source-files.ts";

interface Violation {
  rule: string;
  from: string;
  to: string;
}

/** Runs dependency-cruiser with the repository's own rules over folders of `base`. */
export async function cruise(base: string, folders: readonly string[]): Promise<Violation[]> {
  const program = join(root, "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");
  const config = join(root, ".dependency-cruiser.cjs");
  const args = [program, "--config", config, "--output-type", "json", ...folders];
  const child = spawn(process.execPath, args, { cwd: base, stdio: ["ignore", "pipe", "pipe"] });
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].on("data", (chunk: Buffer) => {
      output[name] += chunk.toString();
    });
  }
  await new Promise((done) => child.once("close", done));
  if (!output.stdout.startsWith("{")) throw new Error(`dependency-cruiser did not run: ${output.stderr}`);
  const { summary }: { summary: { violations: { rule: { name: string }; from: string; to: string }[] } } = JSON.parse(
    output.stdout,
  );
  return summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
}
