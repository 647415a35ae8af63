import { type ReactNode, useCallback, useMemo } from "react";
import type { Message } from "../api/types.ts";
import { CallEntry, CallNote } from "./call-entry.tsx";
import { useCallsIn } from "./use-calls.ts";

/** What is shown in the place of a message that stands for a call; null for other messages. */
export function useCallEntries(conversationId: string, messages: readonly Message[]): (message: Message) => ReactNode {
  const hasCalls = messages.some(({ via }) => via === "voice");
  const { data: calls } = useCallsIn(conversationId, hasCalls);
  const byMessage = useMemo(() => new Map((calls ?? []).map((call) => [call.messageId, call])), [calls]);
  return useCallback(
    (message: Message) => {
      const call = byMessage.get(message.id);
      if (call) return <CallEntry call={call} />;
      return message.via === "voice" ? <CallNote message={message} /> : null;
    },
    [byMessage],
  );
}
