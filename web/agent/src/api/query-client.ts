import { QueryClient } from "@tanstack/react-query";
import { Problem } from "./problem.ts";

/** Data stays fresh until an event says otherwise: the socket, not a timer, keeps the screen true. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 30 * 60_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: (failures, error) => failures < 3 && mayHelp(error),
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}

function mayHelp(error: unknown): boolean {
  return error instanceof Problem && (error.status === 0 || error.status >= 500 || error.status === 429);
}
