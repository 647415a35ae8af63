import { useMemo } from "react";
import { useMembers, useTeams } from "../teams/use-teams.ts";
import type { Nameable } from "./mentions.ts";

/** Everybody who can be named in a note. */
export function useNameables(): readonly Nameable[] {
  const members = useMembers().data?.data;
  const teams = useTeams().data;
  return useMemo(
    () => [
      ...(members ?? []).map(({ id, name }): Nameable => ({ id, name, kind: "member" })),
      ...(teams ?? []).map(({ id, name }): Nameable => ({ id, name, kind: "team" })),
    ],
    [members, teams],
  );
}
