import { useQuery } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { FilterField } from "../api/types.ts";
import { useSession } from "../session/session.tsx";

export interface Named {
  value: string;
  label: string;
}

type Target = NonNullable<FilterField["refers"]>;

/** What a reference can be chosen from; "me" is whoever looks. Empty where there is nothing to list. */
export function useNamed(target: Target | null): Named[] {
  const { permissions } = useSession();
  const may = target !== null && target !== "customer" && permissions.includes(`${target}s:read`);
  const { data } = useQuery({
    // Below the key that events make stale.
    queryKey: [...(target ? keyOf[target] : ["nothing"]), "to choose from"],
    queryFn: () => read(target!),
    enabled: may,
  });
  const named = data ?? [];
  return target === "member" ? [{ value: "me", label: "Me (whoever looks)" }, ...named] : named;
}

const keyOf = {
  member: keys.members,
  team: keys.teams,
  tag: keys.tags,
  connection: keys.connections,
  customer: ["customer"],
} as const;

async function read(target: Target): Promise<Named[]> {
  if (target === "member") return (await answer(api.GET("/v1/members"))).data.map(named);
  if (target === "team") return (await answer(api.GET("/v1/teams"))).data.map(named);
  if (target === "tag") return (await answer(api.GET("/v1/tags"))).data.map(named);
  if (target === "customer") return [];
  return (await answer(api.GET("/v1/connections"))).data.map(({ id, account }) => ({ value: id, label: account }));
}

function named({ id, name }: { id: string; name: string }): Named {
  return { value: id, label: name };
}
