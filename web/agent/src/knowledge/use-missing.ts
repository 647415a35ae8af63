import { useQuery } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { KnowledgeContradiction, KnowledgeGap } from "../api/types.ts";

/** What the AI could not answer, or only in two ways. */
export type Missing =
  | { id: string; kind: "gap"; gap: KnowledgeGap }
  | { id: string; kind: "contradiction"; contradiction: KnowledgeContradiction };

/** Articles that contradict each other first: a gap is asked again, a wrong answer is believed. */
export function useMissing() {
  return useQuery({
    queryKey: keys.missing,
    queryFn: async ({ signal }): Promise<Missing[]> => {
      const [contradictions, gaps] = await Promise.all([
        answer(api.GET("/v1/knowledge/contradictions", { signal })),
        answer(api.GET("/v1/knowledge/gaps", { signal })),
      ]);
      return [
        ...contradictions.data.map((contradiction) => {
          const id = contradiction.articles.map(({ articleId }) => articleId).join("+");
          return { id, kind: "contradiction" as const, contradiction };
        }),
        ...gaps.data.map((gap) => {
          const id = `${gap.conversationIds[0]}-${Date.parse(gap.lastAskedAt)}`;
          return { id, kind: "gap" as const, gap };
        }),
      ];
    },
  });
}
