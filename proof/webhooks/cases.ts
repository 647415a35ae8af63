import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A payload nobody here wrote, and the topic its place names. */
export interface Case {
  set: string;
  file: string;
  topic: string;
  body: string;
}

const sets = ["shopify/webhooks-2026-07/examples", "shopify/webhooks-exemplars-anonymised"];

export function casesIn(dataDir: string): Case[] {
  return sets.flatMap((set) => {
    const folder = join(dataDir, set);
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));
    return files.toSorted().map((file) => {
      const body = readFileSync(join(folder, file), "utf8");
      return { set, file, topic: topicOf(file), body };
    });
  });
}

/** "orders__create.json" is orders/create; "2024-01/orders/3.json" says the noun only: something was updated. */
function topicOf(file: string): string {
  const [noun, verb = "update"] = file
    .replace(/\.json$/, "")
    .replace(/^\d{4}-\d{2}\//, "")
    .split(/__|\//);
  return `${noun}/${/^\d+$/.test(verb) ? "update" : verb}`.replace(/^(customer\.tags_\w+)\/update$/, "$1");
}
