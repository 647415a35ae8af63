import type { ToolCredentials } from "../contract-tools.ts";

/** What is sent along with every request. */
export function signIn(credentials: ToolCredentials | null): { headers: Record<string, string>; query: string[][] } {
  switch (credentials?.type) {
    case "bearer":
      return { headers: { authorization: `Bearer ${credentials.token}` }, query: [] };
    case "basic":
      return { headers: { authorization: `Basic ${basic(credentials)}` }, query: [] };
    case "header":
      return { headers: { [credentials.name.toLowerCase()]: credentials.value }, query: [] };
    case "query":
      return { headers: {}, query: [[credentials.name, credentials.value]] };
    case "oauth":
      return { headers: { authorization: `Bearer ${credentials.access}` }, query: [] };
    default:
      return { headers: {}, query: [] };
  }
}

/** Takes the secrets out of a text, in every spelling a server may repeat them in. */
export function withoutSecrets(text: string, credentials: ToolCredentials | null): string {
  return spellingsOf(credentials).reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), text);
}

/** The same for every text in a value. */
export function valueWithoutSecrets(value: unknown, credentials: ToolCredentials | null): unknown {
  if (typeof value === "string") return withoutSecrets(value, credentials);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => valueWithoutSecrets(one, credentials));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, valueWithoutSecrets(one, credentials)]));
}

function spellingsOf(credentials: ToolCredentials | null): string[] {
  const spelled = secretsIn(credentials).flatMap((secret) => [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    new URLSearchParams({ "": secret }).toString().slice(1),
    Buffer.from(secret).toString("base64"),
    Buffer.from(secret).toString("base64url"),
  ]);
  // The longest first: one may stand inside another.
  return [...new Set(spelled)].filter((one) => one !== "").toSorted((a, b) => b.length - a.length);
}

function secretsIn(credentials: ToolCredentials | null): string[] {
  switch (credentials?.type) {
    case "bearer":
      return [credentials.token];
    case "basic":
      return [basic(credentials), credentials.password];
    case "header":
    case "query":
      return [credentials.value];
    case "oauth":
      return [credentials.access, credentials.refresh].flatMap((token) => token ?? []);
    default:
      return [];
  }
}

function basic({ user, password }: { user: string; password: string }): string {
  return Buffer.from(`${user}:${password}`).toString("base64");
}
