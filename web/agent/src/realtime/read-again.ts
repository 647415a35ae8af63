import type { InvalidateQueryFilters, QueryClient } from "@tanstack/react-query";

/**
 * Reads anew what is on screen, and marks the rest as old. A first answer that is still on its way is asked for anew,
 * too: it may be older than what was announced, and marking alone would let it stand.
 */
export async function readAgain(client: QueryClient, filters: InvalidateQueryFilters): Promise<void> {
  await client.cancelQueries({
    ...filters,
    predicate: (query) => query.state.data === undefined && (filters.predicate?.(query) ?? true),
  });
  await client.invalidateQueries(filters);
}
