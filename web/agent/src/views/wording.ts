import type { FilterField } from "../api/types.ts";

const labels: Record<string, string> = {
  is: "is",
  is_not: "is not",
  any_of: "is any of",
  none_of: "is none of",
  all_of: "has all of",
  before: "before",
  after: "after",
  at_least: "is at least",
  at_most: "is at most",
  contains: "contains",
  contains_not: "does not contain",
  is_set: "has a value",
  is_not_set: "has no value",
};
const ofMany: Record<string, string> = { any_of: "has any of", none_of: "has none of" };

/** What an operator is called for a field. */
export function operatorLabel({ refers, operators }: FilterField, operator: string): string {
  const isMany = operators.some(({ name }) => name === "all_of");
  if (refers === "member" && operator === "is_set") return "is somebody";
  if (refers === "member" && operator === "is_not_set") return "is nobody";
  return (isMany ? ofMany[operator] : undefined) ?? labels[operator] ?? operator;
}

export const groupLabel = { conversation: "Conversation", customer: "Customer", orders: "Orders in shops" } as const;

export const modeLabel = { all: "All of these", any: "Any of these", none: "None of these" } as const;

export const sortLabel = {
  last_activity: "Latest activity first",
  waiting_longest: "Waiting longest first",
  created: "Newest first",
} as const;
