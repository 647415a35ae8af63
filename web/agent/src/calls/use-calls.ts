import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { Call, CallLine } from "../api/types.ts";
import { useMay, useSession } from "../session/session.tsx";
import { awaitsSound } from "./awaits-sound.ts";

/** Whether an account for calls is connected and works. */
export function useHasPhone(): boolean {
  const may = useMay("connections:read");
  const { data } = useQuery({
    queryKey: keys.connections,
    queryFn: () => answer(api.GET("/v1/connections")),
    enabled: may,
    select: (page) => page.data.some(({ integrationId, state }) => integrationId === voice && state === "active"),
  });
  return data === true;
}

const voice = "twilio-voice";
const LOOK_AGAIN_MS = 3000;

/** All calls that go on, the oldest first. */
export function useLiveCalls(enabled = true) {
  return useQuery({
    queryKey: keys.liveCalls,
    queryFn: () => answer(api.GET("/v1/calls", { params: { query: { state: "live", limit: 100 } } })),
    enabled,
    select: ({ data }) => data.toReversed(),
  });
}

export function useCall(callId: string | null) {
  return useQuery({
    queryKey: keys.call(callId ?? ""),
    queryFn: () => answer(api.GET("/v1/calls/{callId}", { params: { path: { callId: callId ?? "" } } })),
    enabled: callId !== null,
  });
}

/** Those of one conversation, which is where each is shown among the messages. */
export function useCallsIn(conversationId: string, enabled: boolean) {
  return useQuery({
    queryKey: keys.callsIn(conversationId),
    queryFn: () => answer(api.GET("/v1/calls", { params: { query: { conversationId, limit: 100 } } })),
    enabled,
    refetchInterval: ({ state }) =>
      state.data !== undefined && awaitsSound(state.data.data, Date.now()) && LOOK_AGAIN_MS,
    select: ({ data }) => data,
  });
}

/** What was said, in order: as much as one call may hold. */
export function useCallLines(callId: string, enabled: boolean) {
  return useQuery({ queryKey: keys.callLines(callId), queryFn: () => readLines(callId), enabled });
}

async function readLines(callId: string): Promise<CallLine[]> {
  const lines: CallLine[] = [];
  let cursor: string | null = null;
  do {
    const params = { path: { callId }, query: { limit: 100, ...(cursor !== null && { cursor }) } };
    const page: { data: CallLine[]; nextCursor: string | null } = await answer(
      api.GET("/v1/calls/{callId}/lines", { params }),
    );
    lines.push(...page.data);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return lines;
}

/** The numbers of the shop that can be called from. */
export function usePhoneLines() {
  const may = useMay("connections:read");
  return useQuery({
    queryKey: keys.phoneLines,
    queryFn: () => answer(api.GET("/v1/phone-lines")),
    enabled: may,
    select: ({ data }) => data,
  });
}

export function useDispositions() {
  return useQuery({
    queryKey: keys.callDispositions,
    queryFn: () => answer(api.GET("/v1/settings/call-dispositions")),
    select: ({ names }) => names,
    staleTime: 60_000,
  });
}

export type Leg = Call["legs"][number];
type Target = { memberId: string } | { number: string };

export type CallChange =
  | { take: true }
  | { onHold: boolean }
  | { add: Target }
  | { transfer: Target | { teamId: string } }
  | { removeLeg: string }
  | { end: true };

/** What is done to a call; the answer is the call as it is now. */
export function useChangeCall() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ callId, change }: { callId: string; change: CallChange }) => send(callId, change),
    onSuccess: (call) => client.setQueryData(keys.call(call.id), call),
    onSettled: () => client.invalidateQueries({ queryKey: keys.calls }),
  });
}

async function send(callId: string, change: CallChange): Promise<Call> {
  const path = { callId };
  if ("take" in change) return answer(api.POST("/v1/calls/{callId}/take", { params: { path } }));
  if ("onHold" in change) return answer(api.PUT("/v1/calls/{callId}/hold", { params: { path }, body: change }));
  if ("end" in change) return answer(api.POST("/v1/calls/{callId}/end", { params: { path } }));
  if ("removeLeg" in change) {
    const params = { path: { callId, legId: change.removeLeg } };
    return answer(api.DELETE("/v1/calls/{callId}/legs/{legId}", { params }));
  }
  if ("add" in change) {
    return answer(api.POST("/v1/calls/{callId}/legs", { params: { path }, body: { to: change.add } }));
  }
  return answer(api.POST("/v1/calls/{callId}/transfer", { params: { path }, body: { to: change.transfer } }));
}

export interface Wanted {
  customerId?: string;
  conversationId?: string;
  number?: string;
  phoneLineId: string;
}

/** Asks the server for a call; what it allows, the phone then calls. */
export function useRequestCall() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Wanted) => answer(api.POST("/v1/calls", { body })),
    onSettled: () => client.invalidateQueries({ queryKey: keys.calls }),
  });
}

export function useDisposeCall() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ callId, ...body }: { callId: string; disposition: string; note: string | null }) =>
      answer(api.PUT("/v1/calls/{callId}/disposition", { params: { path: { callId } }, body })),
    onSettled: () => client.invalidateQueries({ queryKey: keys.calls }),
  });
}

const atTheTable: ReadonlySet<Leg["state"]> = new Set(["wanted", "dialling", "ringing", "answered"]);

/** The agent's own leg in a call, while it lasts. */
export function useOwnLeg() {
  const { id } = useSession().member;
  return (call: Call | null | undefined): Leg | null =>
    call?.legs.find(({ memberId, state }) => memberId === id && atTheTable.has(state)) ?? null;
}
