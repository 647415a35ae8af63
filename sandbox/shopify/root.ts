import { typeOfGid } from "./gid.ts";
import type { Asking } from "./part.ts";
import { parts } from "./parts.ts";

/** What an operation starts from: the fields of all parts, and the two that find anything by its id. */
export function rootOf(asking: Asking, operation: "query" | "mutation" | "subscription"): object {
  if (operation === "mutation") return Object.assign({}, ...parts.map((part) => part.mutation?.(asking)));
  const finders = new Map(parts.flatMap((part) => part.nodes?.(asking) ?? []));
  const node = ({ id }: { id: string }) => {
    const type = typeOfGid(id) ?? "";
    const found = finders.get(type)?.(id) ?? null;
    return found && { __typename: type, ...found };
  };
  const nodes = ({ ids }: { ids: string[] }) => ids.map((id) => node({ id }));
  return Object.assign({ node, nodes }, ...parts.map((part) => part.query?.(asking)));
}
