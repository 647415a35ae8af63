import type { ExternalTool, ToolSource } from "../api/types.ts";

export const kindNames: Record<ToolSource["kind"], string> = {
  mcp: "MCP server",
  openapi: "Web API",
};

/** Those that are written down; a login is none of them. */
export const secretNames: Record<Exclude<NonNullable<ToolSource["credentialsType"]>, "oauth">, string> = {
  bearer: "A token (Bearer)",
  basic: "A name and a password",
  header: "A key in a header",
  query: "A key in the address",
};

/** What stands in a sentence about a server. */
export function letsInWith(type: ToolSource["credentialsType"]): string {
  if (type === null) return "lets in everybody";
  if (type === "oauth") return "lets in who has logged in there";
  const words = secretNames[type];
  return `lets us in with ${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}

/** What a list says of a login that is missing. */
export const loginNames: Record<NonNullable<ToolSource["authorization"]>, string | null> = {
  needed: "Log in there",
  ended: "Login ended",
  granted: null,
};

export const boundNames: Record<ExternalTool["bound"][string], string> = {
  "customer.email": "The customer’s email",
  "customer.phone": "The customer’s phone number",
  "customer.name": "The customer’s name",
  "customer.id": "The customer’s id here",
  "conversation.id": "The conversation’s id here",
};

/** What a reading found to be different of a tool. */
export const partNames: Record<string, string> = {
  description: "what it says of itself",
  schema: "its arguments",
  isRead: "whether it changes something",
  operation: "how it is called",
};

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
