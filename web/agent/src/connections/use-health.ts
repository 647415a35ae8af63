import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { ConnectionHealth } from "../api/types.ts";

/** How a connection is doing; events bring the numbers up to date. */
export function useHealth(connectionId: string) {
  return useQuery({
    queryKey: keys.health(connectionId),
    queryFn: () => answer(api.GET("/v1/connections/{connectionId}/health", at(connectionId))),
  });
}

/** Copies all that the shop has again. */
export function useBackfill(connectionId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.POST("/v1/connections/{connectionId}/backfill", at(connectionId))),
    onSuccess: (health) => client.setQueryData(keys.health(connectionId), health),
  });
}

/** Progress is in the event: nobody asks for it. What begins or ends is read again. */
export function applySync(client: QueryClient, name: string, data: Record<string, unknown>): void {
  const { connectionId, syncRunId, state, records, expected } = data;
  if (typeof connectionId !== "string") return;
  const queryKey = keys.health(connectionId);
  const known = client.getQueryData<ConnectionHealth>(queryKey);
  const run = known?.runs.find(({ id }) => id === syncRunId);
  if (!known) return;
  if (name !== "sync.progressed" || run?.state !== state || typeof records !== "number") {
    void client.invalidateQueries({ queryKey });
    return;
  }
  const counted = { records, expected: typeof expected === "number" ? expected : null };
  client.setQueryData<ConnectionHealth>(queryKey, {
    ...known,
    runs: known.runs.map((one) => (one.id === syncRunId ? { ...one, ...counted } : one)),
  });
}

function at(connectionId: string) {
  return { params: { path: { connectionId } } };
}
