import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { PhoneLine } from "../api/types.ts";
import type { LineSettings } from "./line-draft.ts";

/** The accounts that calls come through. */
export function useCallAccounts() {
  return useQuery({
    queryKey: keys.connections,
    queryFn: () => answer(api.GET("/v1/connections")),
    select: (page) => page.data.filter(({ integrationId }) => integrationId === "twilio-voice"),
  });
}

/** Arranges a number that answers as usual until now. */
export function useArrangeLine() {
  const keep = useKeep();
  return useMutation({
    mutationFn: (body: { connectionId: string; number: string }) => answer(api.POST("/v1/phone-lines", { body })),
    onSuccess: keep,
  });
}

export function useSaveLine(phoneLineId: string) {
  const keep = useKeep();
  return useMutation({
    mutationFn: (body: { name: string; settings: LineSettings }) =>
      answer(api.PUT("/v1/phone-lines/{phoneLineId}", { params: { path: { phoneLineId } }, body })),
    onSuccess: keep,
  });
}

/** At once in the list, so that no form shows for a moment what was before. */
function useKeep() {
  const client = useQueryClient();
  return (line: PhoneLine) => {
    client.setQueryData<{ data: PhoneLine[] }>(
      keys.phoneLines,
      (before) => before && { ...before, data: [...before.data.filter(({ id }) => id !== line.id), line] },
    );
    return client.invalidateQueries({ queryKey: keys.phoneLines });
  };
}

export function useSaveDispositions() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (names: string[]) => answer(api.PUT("/v1/settings/call-dispositions", { body: { names } })),
    onSuccess: (saved) => client.setQueryData(keys.callDispositions, saved),
  });
}
