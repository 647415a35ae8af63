import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

interface Rule {
  type?: string;
  format?: string;
  pattern?: string;
  enum?: string[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  items?: Rule;
}
interface Requested {
  path: Record<string, Rule>;
  query: Record<string, Rule>;
  body: Record<string, Rule>;
  required: string[];
}
export type Given = Record<string, string | string[]>;

let known: { method: string; path: RegExp; names: string[]; requested: Requested }[] | undefined;

/**
 * What the official specification says against a request, or null: a parameter it does not have, one that is missing or
 * not in the form it must have. Twilio itself overlooks a parameter it does not know; here a misspelt one is found.
 * `path` is as Twilio has it, other products than api with their name in front ("/messaging/v1/Services").
 */
export function objection(method: string, path: string, query: Given, body: Given): string | null {
  known ??= requests();
  for (const each of known) {
    const found = each.method === method ? each.path.exec(path) : null;
    if (!found) continue;
    const inPath = Object.fromEntries(each.names.map((name, at) => [name, decodeURIComponent(found[at + 1] ?? "")]));
    const missing = each.requested.required.find((name) => body[name] === undefined && !ownCode.has(name));
    return (
      broken(inPath, each.requested.path) ??
      broken(query, { ...each.requested.query, ...paging }) ??
      broken(body, { ...each.requested.body, ...newer }) ??
      (missing ? `${missing} is missing` : null)
    );
  }
  return null;
}

/** Made by scripts/twilio-requests.ts (see NOTICE). Paths with fewer placeholders come first. */
function requests() {
  const file = gunzipSync(readFileSync(new URL("requests.json.gz", import.meta.url))).toString("utf8");
  const all = Object.entries(JSON.parse(file) as Record<string, Requested>); // written by our own script
  return all
    .map(([key, requested]) => {
      const [method = "", path = ""] = key.split(" ");
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
      const source = path.replace(/[.]/g, "\\.").replace(/\{\w+\}/g, "([^/]+?)");
      return { method, names, requested, path: new RegExp(`^${source}$`) };
    })
    .sort((a, b) => a.names.length - b.names.length);
}

/** Their absence has an error code of its own. */
const ownCode = new Set(["To", "From"]);

/** In the SDK, not yet in the specification this was made from. */
const newer = { MessageIntent: { type: "string" } };

/** Parameters of a next page's address. */
const paging = { Page: { type: "integer" }, PageSize: { type: "integer" }, PageToken: { type: "string" } };

function broken(given: Given, rules: Record<string, Rule>): string | null {
  for (const [name, value] of Object.entries(given)) {
    const rule = rules[name];
    if (!rule) return `${name} is no parameter here`;
    const single = rule.items ?? rule;
    if (Array.isArray(value) && !rule.items) return `${name} is given ${value.length} times`;
    const problem = [value]
      .flat()
      .map((each) => wrong(each, single))
      .find(Boolean);
    if (problem) return `${name} ${problem}`;
  }
  return null;
}

function wrong(value: string, rule: Rule): string | null {
  const { type, format } = rule;
  if (type === "boolean" && !/^(?:true|false)$/i.test(value)) return "must be true or false";
  if ((type === "integer" || type === "number") && !isNumber(value, rule)) return "is not a number that is allowed";
  if (rule.enum && !rule.enum.includes(value)) return `must be one of ${rule.enum.join(", ")}`;
  if (rule.pattern && !new RegExp(rule.pattern).test(value)) return `must match ${rule.pattern}`;
  if (rule.maxLength !== undefined && value.length > rule.maxLength) return `is longer than ${rule.maxLength}`;
  if (rule.minLength !== undefined && value.length < rule.minLength) return `is shorter than ${rule.minLength}`;
  if (format === "http-method" && !/^(?:GET|POST)$/.test(value)) return "must be GET or POST";
  if (format === "date-time" && Number.isNaN(Date.parse(value))) return "is no time";
  return null;
}

function isNumber(value: string, { type, minimum = -Infinity, maximum = Infinity }: Rule): boolean {
  const form = type === "integer" ? /^-?\d+$/ : /^-?\d+(?:\.\d+)?$/;
  return form.test(value) && Number(value) >= minimum && Number(value) <= maximum;
}
