import { useMutation, useQueryClient } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { sentence } from "../api/problem.ts";
import type { Message, MessagePage } from "../api/types.ts";
import { showMessage } from "../conversation/use-messages.ts";

interface Props {
  message: Message;
  className: string | undefined;
}

/** Sends a failed reply again, as the same message: pressing twice sends once. */
export function ResendButton({ message, className }: Props) {
  const client = useQueryClient();
  const resend = useMutation({
    mutationFn: () => {
      const pages = client.getQueryData<{ pages: MessagePage[] }>(keys.messages(message.conversationId));
      const lastSeenMessageId = pages?.pages[0]?.data[0]?.id ?? message.id;
      const params = { path: { messageId: message.id } };
      return answer(api.POST("/v1/messages/{messageId}/resend", { params, body: { lastSeenMessageId } }));
    },
    onSuccess: (sent) => showMessage(client, sent),
  });
  return (
    <>
      <button
        type="button"
        className={className}
        disabled={resend.isPending}
        onClick={() => resend.isPending || resend.mutate()}
      >
        Send again
      </button>
      {resend.error && <span role="alert">{sentence(resend.error)}</span>}
    </>
  );
}
