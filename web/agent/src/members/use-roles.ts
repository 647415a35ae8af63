import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, done } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { Role } from "../api/types.ts";

/** The built-in roles, then the workspace's own. */
export function useRoles() {
  return useQuery({
    queryKey: keys.roles,
    queryFn: async ({ signal }) => (await answer(api.GET("/v1/roles", { signal }))).data,
  });
}

export function useMembersWithRoles() {
  return useQuery({
    queryKey: keys.members,
    queryFn: ({ signal }) => answer(api.GET("/v1/members", { signal })),
    select: ({ data }) => data,
  });
}

/** `role` is a built-in one's name or the id of one of the workspace's own. */
export function useSetRole(memberId: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (role: string) =>
      answer(api.PUT("/v1/members/{memberId}/role", { params: { path: { memberId } }, body: { role } })),
    onSettled: refresh,
  });
}

export interface RoleWording {
  name: string;
  permissions: Role["permissions"];
}

/** Null makes a new one. */
export function useSaveRole(role: Role | null) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: RoleWording) =>
      role?.id
        ? answer(api.PATCH("/v1/roles/{roleId}", { params: { path: { roleId: role.id } }, body }))
        : answer(api.POST("/v1/roles", { body })),
    onSuccess: refresh,
  });
}

export function useDeleteRole(roleId: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: () => done(api.DELETE("/v1/roles/{roleId}", { params: { path: { roleId } } })),
    onSuccess: refresh,
  });
}

function useRefresh() {
  const client = useQueryClient();
  return async () => {
    await Promise.all(
      [keys.roles, keys.members, keys.session].map((queryKey) => client.invalidateQueries({ queryKey })),
    );
  };
}
