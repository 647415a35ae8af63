import type { Erasure } from "../api/types.ts";

/** Why a person is erased, in the words of the API and of people. */
export const reasons: Record<NonNullable<Erasure["reason"]>, string> = {
  person_asked: "The person asked for it",
  authority_asked: "An authority asked for it",
  no_longer_needed: "It is no longer needed",
  test_data: "It is test data",
};

const nouns: [kind: string, one: string, many: string][] = [
  ["conversations", "conversation", "conversations"],
  ["messages", "message", "messages"],
  ["files", "file", "files"],
  ["orders", "order", "orders"],
  ["identities", "address", "addresses"],
  ["messagesElsewhere", "message elsewhere", "messages elsewhere"],
];

/** "1 conversation, 4 messages and 2 files"; what there is none of is left out. */
export function counted(counts: Erasure["found"] | Erasure["erased"]): string {
  const known = new Map(Object.entries(counts ?? {}));
  const parts = nouns.flatMap(([kind, one, many]) => {
    const count = known.get(kind) ?? 0;
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  });
  const last = parts.pop();
  if (last === undefined) return "Nothing";
  return parts.length === 0 ? last : `${parts.join(", ")} and ${last}`;
}
