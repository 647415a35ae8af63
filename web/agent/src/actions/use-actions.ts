import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { ActionInput, ShopAction } from "../api/types.ts";
import { isProposal } from "./action-words.ts";

/** What an action is about: the server knows the shop's ids of it. */
export interface ActionPlace {
  orderId?: string | undefined;
  customerId?: string | undefined;
  conversationId?: string | undefined;
  connectionId?: string | undefined;
}

/** As it is now: events bring every step. */
export function useAction(actionId: string | null) {
  return useQuery({
    queryKey: keys.action(actionId ?? ""),
    queryFn: () => answer(api.GET("/v1/actions/{actionId}", { params: { path: { actionId: actionId ?? "" } } })),
    enabled: actionId !== null,
  });
}

/** What was asked of the shops, newest first; plans that nobody goes on with are left out. */
export function useActions(
  about: { conversationId: string } | { customerId: string } | { state: ShopAction["state"] },
) {
  return useQuery({
    queryKey: keys.actionList(about),
    queryFn: async () => (await answer(api.GET("/v1/actions", { params: { query: { ...about, limit: 100 } } }))).data,
    select: (rows) => rows.filter((row) => row.requestedAt !== null || isProposal(row)),
  });
}

/** What waits for the reader's own decision. */
export function useApprovals(enabled: boolean) {
  return useQuery({
    queryKey: keys.actionList({ state: "awaiting_approval", mine: "true" }),
    queryFn: async () => {
      const query = { state: "awaiting_approval", mine: "true", limit: 100 } as const;
      return (await answer(api.GET("/v1/actions", { params: { query } }))).data;
    },
    enabled,
  });
}

/** Asks the shop what it would do. Nothing happens by it. */
export function usePlan(place: ActionPlace) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (action: ActionInput) => {
      const { orderId, customerId, conversationId, connectionId } = place;
      const about = {
        ...(orderId !== undefined && { orderId }),
        ...(orderId === undefined && customerId !== undefined && { customerId }),
        ...(conversationId !== undefined && { conversationId }),
        ...(connectionId !== undefined && { connectionId }),
      };
      const clientId = crypto.randomUUID();
      return answer(api.POST("/v1/actions", { body: { action, request: false, clientId, ...about } }));
    },
    onSuccess: (row) => keep(client, row),
  });
}

/** Asks for what was shown. Pressed twice, or in two windows, it is asked for once: the action is the key. */
export function useRequest() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, fingerprint, again }: { id: string; fingerprint: string; again: boolean }) => {
      const params = { path: { actionId: id } };
      return answer(api.POST("/v1/actions/{actionId}/request", { params, body: { fingerprint, again } }));
    },
    onSuccess: (row) => keep(client, row),
    onError: () => void client.invalidateQueries({ queryKey: keys.actions }),
  });
}

/** Plans what takes an action back; it is looked at and requested like any other. */
export function useUndo() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (actionId: string) =>
      answer(api.POST("/v1/actions/{actionId}/undo", { params: { path: { actionId } } })),
    onSuccess: (row) => keep(client, row),
  });
}

/** Has the shop asked again what became of it. */
export function useCheck() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (actionId: string) =>
      answer(api.POST("/v1/actions/{actionId}/check", { params: { path: { actionId } } })),
    onSuccess: (row) => keep(client, row),
  });
}

/** Ends what was let through, as long as it is not begun. */
export function useCallOff() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (actionId: string) =>
      answer(api.POST("/v1/actions/{actionId}/call-off", { params: { path: { actionId } } })),
    onSuccess: (row) => keep(client, row),
    onError: () => void client.invalidateQueries({ queryKey: keys.actions }),
  });
}

export function useDecide() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ approvalId, ...body }: Decision) =>
      answer(api.PUT("/v1/approvals/{approvalId}", { params: { path: { approvalId } }, body })),
    onSuccess: (row) => keep(client, row),
    onError: () => void client.invalidateQueries({ queryKey: keys.actions }),
  });
}

export interface Decision {
  approvalId: string;
  decision: "approved" | "declined";
  fingerprint: string;
  note?: string;
}

/** What an answer says must not overtake what events brought meanwhile: it is read anew behind it. */
function keep(client: QueryClient, row: ShopAction): void {
  client.setQueryData(keys.action(row.id), row);
  void client.invalidateQueries({ queryKey: keys.actions });
}
