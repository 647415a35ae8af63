import { useLocation } from "wouter";
import type { Conversation, Message } from "../api/types.ts";
import { useMessages } from "../conversation/use-messages.ts";
import { useSession } from "../session/session.tsx";
import { carryUnsent } from "./carry-unsent.ts";
import { MergeDialog } from "./merge-dialog.tsx";
import { PickDialog } from "./pick-dialog.tsx";
import { SplitDialog } from "./split-dialog.tsx";
import { useCorrecting, useLinking } from "./use-corrections.ts";

/** What somebody is about to say of what belongs together. */
export type Decision =
  | { what: "merge" | "link" }
  | { what: "split"; from: Message | null }
  | { what: "move"; message: Message };

interface Props {
  conversation: Conversation;
  decision: Decision;
  backTo: string;
  onClose: () => void;
}

export function CorrectingDialogs({ conversation, decision, backTo, onClose }: Props) {
  const { id } = conversation;
  const [, go] = useLocation();
  const memberId = useSession().member.id;
  const messages = useMessages(id);
  const open = (conversationId: string) => {
    onClose();
    if (conversationId !== id) go(`${backTo}/${conversationId}`);
  };
  if (decision.what === "merge") {
    const merged = (into: string) => {
      if (into !== id) carryUnsent(localStorage, memberId, { from: id, into });
      open(into);
    };
    return <MergeDialog conversation={conversation} onClose={onClose} onMerged={merged} />;
  }
  if (decision.what === "split") {
    const from = decision.from?.id ?? null;
    const all = messages.data ?? [];
    return <SplitDialog conversationId={id} messages={all} from={from} onClose={onClose} onSplit={open} />;
  }
  if (decision.what === "move") {
    return <MoveDialog conversation={conversation} message={decision.message} onClose={onClose} />;
  }
  return <LinkDialog conversation={conversation} onClose={onClose} />;
}

type DialogProps = Pick<Props, "conversation" | "onClose">;

function MoveDialog({ conversation, message, onClose }: DialogProps & { message: Message }) {
  const correcting = useCorrecting(onClose);
  return (
    <PickDialog
      title="Move to another conversation"
      hint={`The message of ${message.author.name} will stand there, at its time. Answers to it come there too.`}
      customerId={conversation.customer.id}
      exceptId={conversation.id}
      problem={correcting.error}
      onClose={onClose}
      onChoose={({ id: toConversationId }) => {
        if (correcting.isPending) return;
        correcting.mutate({ move: { messageId: message.id, toConversationId } });
      }}
    />
  );
}

function LinkDialog({ conversation, onClose }: DialogProps) {
  const linking = useLinking(conversation.id);
  return (
    <PickDialog
      title="Link with another"
      hint="Both stay as they are, and each shows the other."
      customerId={conversation.customer.id}
      exceptId={conversation.id}
      problem={linking.error}
      onClose={onClose}
      onChoose={({ id: relatedConversationId }) => {
        if (linking.isPending) return;
        linking.mutate({ relatedConversationId, linked: true }, { onSuccess: onClose });
      }}
    />
  );
}
