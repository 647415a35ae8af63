import { useFields } from "../fields/use-fields.ts";
import { useSession } from "../session/session.tsx";
import { useStatuses } from "../statuses/use-statuses.ts";
import { useTags } from "../tags/use-tags.ts";
import { useMembers, useTeams } from "../teams/use-teams.ts";
import type { Catalogue } from "./action-choices.ts";

/** What conversations can be given, apart from moments. */
export function useCatalogue(): Omit<Catalogue, "times"> {
  const { id: selfId } = useSession().member;
  const members = useMembers().data?.data ?? [];
  const teams = useTeams().data ?? [];
  const { data: tags = [] } = useTags();
  const { data: fields = [] } = useFields();
  const { data: statuses = [] } = useStatuses();
  return { selfId, members, teams, tags, fields, statuses };
}
