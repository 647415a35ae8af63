import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, done } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { Connection, Member, Team } from "../api/types.ts";
import { useSession } from "../session/session.tsx";

/** The teams in use, by name. */
export function useTeams() {
  return useQuery({ queryKey: keys.teamList(false), queryFn: () => readTeams(false) });
}

export function useArchivedTeams() {
  return useQuery({ queryKey: keys.teamList(true), queryFn: () => readTeams(true) });
}

async function readTeams(archived: boolean): Promise<Team[]> {
  const query = { archived: archived ? ("true" as const) : ("false" as const) };
  return (await answer(api.GET("/v1/teams", { params: { query } }))).data;
}

/** Everybody, with who takes new work. */
export function useMembers() {
  return useQuery({ queryKey: keys.members, queryFn: () => answer(api.GET("/v1/members")) });
}

export function useOwnAvailability(): Member["availability"] | undefined {
  const { id } = useSession().member;
  return useMembers().data?.data.find((member) => member.id === id)?.availability;
}

/** How much waits in a team's queue. */
export function useQueue(teamId: string) {
  return useQuery({
    queryKey: keys.queue(teamId),
    queryFn: () => answer(api.GET("/v1/teams/{teamId}/queue", { params: { path: { teamId } } })),
  });
}

export type TeamChange =
  | { name: string }
  | { mode: Team["mode"] }
  | { isPrivate: boolean }
  | { add: string }
  | { remove: string }
  | { archived: boolean };

export function useChangeTeam(teamId: string) {
  const refresh = useRefresh(keys.teams);
  return useMutation({ mutationFn: (change: TeamChange) => send(teamId, change), onSettled: refresh });
}

export function useCreateTeam() {
  const refresh = useRefresh(keys.teams);
  return useMutation({
    mutationFn: (name: string) => answer(api.POST("/v1/teams", { body: { name } })),
    onSuccess: refresh,
  });
}

export function useSetAvailability(memberId: string) {
  const refresh = useRefresh(keys.members);
  return useMutation({
    mutationFn: (intent: Member["availability"]["intent"]) =>
      answer(api.PUT("/v1/members/{memberId}/availability", { params: { path: { memberId } }, body: { intent } })),
    onSettled: refresh,
  });
}

export function useSetCapacity(memberId: string) {
  const refresh = useRefresh(keys.members);
  return useMutation({
    mutationFn: (capacity: Partial<Member["capacity"]>) =>
      answer(api.PATCH("/v1/members/{memberId}/capacity", { params: { path: { memberId } }, body: capacity })),
    onSettled: refresh,
  });
}

/** Sends a mailbox's new conversations to a team, or to none with null. */
export function useSetDefaultTeam() {
  const refresh = useRefresh(keys.connections);
  return useMutation({
    mutationFn: ({ connection, teamId }: { connection: Connection; teamId: string | null }) => {
      const params = { path: { connectionId: connection.id } };
      return answer(api.PUT("/v1/connections/{connectionId}/team", { params, body: { teamId } }));
    },
    onSettled: refresh,
  });
}

async function send(teamId: string, change: TeamChange): Promise<void> {
  const team = { params: { path: { teamId } } };
  const member = (memberId: string) => ({ params: { path: { teamId, memberId } } });
  if ("add" in change) return done(api.PUT("/v1/teams/{teamId}/members/{memberId}", member(change.add)));
  if ("remove" in change) return done(api.DELETE("/v1/teams/{teamId}/members/{memberId}", member(change.remove)));
  if (!("archived" in change)) return done(api.PATCH("/v1/teams/{teamId}", { ...team, body: change }));
  if (change.archived) return done(api.DELETE("/v1/teams/{teamId}", team));
  return done(api.POST("/v1/teams/{teamId}/restoration", team));
}

function useRefresh(queryKey: readonly string[]) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey });
}
