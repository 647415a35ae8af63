import { type QueryClient, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { firstPage } from "../api/paging.ts";
import type { BulkAction, BulkSelection } from "../api/types.ts";
import type { Shown } from "./wording.ts";

const shown = 10;

/** The newest ones of this member; events bring their numbers up to date. */
export function useBulkActions() {
  return useQuery({ queryKey: keys.bulkActions, queryFn: readNewest });
}

async function readNewest(): Promise<BulkAction[]> {
  return (await answer(api.GET("/v1/bulk-actions", { params: { query: { limit: shown } } }))).data;
}

export interface Wanted {
  selection: BulkSelection;
  action: BulkAction["action"];
  /** Sent again with the same, it is not started again. */
  clientId: string;
  /** What it is called to the one who is asked. */
  label: string;
}

export function useStartBulkAction() {
  const show = useShowBulkAction();
  return useMutation({
    mutationFn: ({ label: _, ...body }: Wanted) => answer(api.POST("/v1/bulk-actions", { body })),
    onSuccess: show,
  });
}

/** How many it would be about. */
export function useBulkPreview(wanted: Wanted | null) {
  return useQuery({
    queryKey: keys.bulkPreview(wanted?.clientId ?? ""),
    queryFn: ({ signal }) => {
      const { clientId: _, label: __, ...body } = wanted!;
      return answer(api.POST("/v1/bulk-actions/preview", { body, signal }));
    },
    enabled: wanted !== null,
    staleTime: 0,
    retry: false,
  });
}

export function useCancelBulkAction() {
  const show = useShowBulkAction();
  return useMutation({
    mutationFn: (id: string) => answer(api.POST("/v1/bulk-actions/{bulkActionId}/cancellation", at(id))),
    onSuccess: show,
  });
}

export function useUndoBulkAction() {
  const show = useShowBulkAction();
  return useMutation({
    mutationFn: (id: string) => answer(api.POST("/v1/bulk-actions/{bulkActionId}/undo", at(id))),
    onSuccess: show,
  });
}

/** What came of it for each conversation, in pages. */
export function useBulkResults(bulkActionId: string, shown: Shown) {
  return useInfiniteQuery({
    queryKey: keys.bulkResults(bulkActionId, shown),
    queryFn: ({ pageParam, signal }) => {
      const outcome = shown === "all" ? {} : { outcome: shown };
      const query = { limit: 50, ...outcome, ...(pageParam ? { cursor: pageParam } : {}) };
      const params = { path: { bulkActionId }, query };
      return answer(api.GET("/v1/bulk-actions/{bulkActionId}/results", { params, signal }));
    },
    initialPageParam: firstPage.cursor,
    getNextPageParam: (page) => page.nextCursor,
    select: (known) => known.pages.flatMap((page) => page.data),
  });
}

function useShowBulkAction() {
  const client = useQueryClient();
  return (bulkAction: BulkAction) => {
    client.setQueryData<BulkAction[]>(keys.bulkActions, (known = []) => [
      bulkAction,
      ...known.filter(({ id }) => id !== bulkAction.id),
    ]);
    return client.invalidateQueries({ queryKey: keys.bulkActions });
  };
}

/** Progress is in the event: nobody asks for it. Any other event of one that is shown makes it be read again. */
export function applyBulk(client: QueryClient, name: string, data: Record<string, unknown>): void {
  const known = client.getQueryData<BulkAction[]>(keys.bulkActions);
  if (!known) return;
  const own = known.find(({ id }) => id === data.bulkActionId);
  if (name !== "bulk_action.progressed") {
    if (own || name === "bulk_action.started") void client.invalidateQueries({ queryKey: keys.bulkActions });
    return;
  }
  const { total, done, skipped, failed } = data;
  if (typeof total !== "number" || typeof done !== "number") return;
  if (typeof skipped !== "number" || typeof failed !== "number") return;
  client.setQueryData<BulkAction[]>(keys.bulkActions, (before) =>
    before?.map((one) =>
      one.id === data.bulkActionId && one.endedAt === null
        ? { ...one, state: "running", total, done, skipped, failed }
        : one,
    ),
  );
}

function at(bulkActionId: string) {
  return { params: { path: { bulkActionId } } };
}
