import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { sentence } from "../api/problem.ts";
import { attemptFor, newClientMessageId } from "../conversation/composer-store.ts";
import type { UnsentState } from "../conversation/use-unsent.ts";
import { doubted, withoutDone } from "./pending.ts";
import type { PendingSteps } from "./use-pending-steps.ts";

/** Does what a macro does without a reply. Pressed twice, or tried again after a failure, it is done once. */
export function useApplySteps(conversationId: string, { change, latest }: UnsentState, pending: PendingSteps) {
  const client = useQueryClient();
  const attempt = useRef<{ content: string; id: string } | null>(null);
  const busy = useRef(false);
  const [applying, setApplying] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const apply = async (lastSeenMessageId: string | null): Promise<void> => {
    if (busy.current) return;
    if (pending.obstacle !== null || lastSeenMessageId === null)
      return setProblem(pending.obstacle ?? "Not loaded yet.");
    busy.current = true;
    setApplying(true);
    setProblem(null);
    const done = pending.confirmed();
    attempt.current = attemptFor(attempt.current, JSON.stringify(done), newClientMessageId);
    const body = { ...done, lastSeenMessageId, clientId: attempt.current.id };
    try {
      await answer(
        api.POST("/v1/conversations/{conversationId}/steps", { params: { path: { conversationId } }, body }),
      );
      attempt.current = null;
      change({ steps: withoutDone(latest().steps, done) });
    } catch (error) {
      change({ steps: doubted(latest().steps, error) });
      setProblem(sentence(error));
    } finally {
      busy.current = false;
      setApplying(false);
      if (done.actions.length > 0) void client.invalidateQueries({ queryKey: keys.actions });
    }
  };
  return { apply, applying, problem };
}
