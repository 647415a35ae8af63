import { useMutation } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { isRecord, Problem } from "../api/problem.ts";
import type { Conversation } from "../api/types.ts";
import { useShow } from "./use-decisions.ts";

/** What is absent stays as it is; null is nobody, or no team. */
export interface Owners {
  memberId?: string | null;
  teamId?: string | null;
  /** Whoever has it by now: the agent has seen who, and wants it all the same. */
  anyway?: boolean;
}

/**
 * Gives a conversation away. The agent decided by what the screen showed: when somebody else has it by now, it is
 * refused, and the agent is told who.
 */
export function useAssignment(conversation: Conversation) {
  const { id: conversationId, assignee } = conversation;
  const show = useShow();
  return useMutation({
    mutationFn: ({ anyway = false, ...owners }: Owners) =>
      answer(
        api.PUT("/v1/conversations/{conversationId}/assignee", {
          params: { path: { conversationId } },
          body: { ...owners, ...(!anyway && { expectedMemberId: assignee?.id ?? null }) },
        }),
      ),
    onSuccess: show,
    scope: { id: `assignee ${conversationId}` },
  });
}

/** Takes a conversation that nobody has; of several agents one gets it, and the others learn who. */
export function useTaking(conversationId: string) {
  const show = useShow();
  return useMutation({
    mutationFn: () =>
      answer(api.POST("/v1/conversations/{conversationId}/claim", { params: { path: { conversationId } } })),
    onSuccess: show,
    scope: { id: `assignee ${conversationId}` },
  });
}

/** Who has it instead, when somebody was faster; null when it failed for another reason. */
export function lostTo(error: unknown): { name: string | null } | null {
  if (!(error instanceof Problem)) return null;
  const { reason, assignee } = error.details;
  if (reason !== "taken" && reason !== "assigned_meanwhile") return null;
  return { name: isRecord(assignee) && typeof assignee.name === "string" ? assignee.name : null };
}
