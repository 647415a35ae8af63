import { useQuery } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { ShopAction } from "../api/types.ts";
import { useRules } from "../rules/use-rules.ts";
import { useMay, useSession } from "../session/session.tsx";

/** Who asked or decided, as people call each other. */
export function useActorName(): (actor: ShopAction["requestedBy"]) => string {
  const { member } = useSession();
  const seesMembers = useMay("members:read");
  const { data } = useQuery({
    queryKey: keys.members,
    queryFn: ({ signal }) => answer(api.GET("/v1/members", { signal })),
    enabled: seesMembers,
  });
  const rules = useRules(useMay("rules:read"));
  return ({ type, id }) => {
    if (type === "member") {
      if (id === member.id) return "You";
      return data?.data.find((one) => one.id === id)?.name ?? "A member";
    }
    if (type === "rule") {
      const rule = rules.data?.find((one) => one.id === id);
      return rule ? `The rule “${rule.name}”` : "A rule";
    }
    return { ai: "The AI agent", app: "An app", customer: "The customer" }[type] ?? "Parley";
  };
}
