import { Button, Text } from "@mantine/core";
import { useCallback, useState } from "react";
import { Link } from "wouter";
import { ShopActions } from "../actions/shop-actions.tsx";
import { Problem, sentence } from "../api/problem.ts";
import type { Conversation, Message } from "../api/types.ts";
import { CorrectingDialogs, type Decision } from "../corrections/correcting-dialogs.tsx";
import { CorrectionsBar } from "../corrections/corrections-bar.tsx";
import { MergedNotice } from "../corrections/merged-notice.tsx";
import type { MessageCorrection } from "../corrections/message-menu.tsx";
import { CustomerPanel } from "../customer/customer-panel.tsx";
import { useEraseDialog } from "../customer/use-erase-dialog.tsx";
import { useConversation } from "../inbox/use-conversations.ts";
import { useViewing } from "../realtime/use-presence.ts";
import { ConversationHeader } from "./conversation-header.tsx";
import classes from "./conversation-pane.module.css";
import { ThreadAndComposer } from "./thread-and-composer.tsx";
import { useReading } from "./use-reading.ts";

interface Props {
  conversationId: string;
  /** The list this was opened from; the way back where only one pane fits. */
  backTo: string;
}

/** One conversation with its customer beside it. */
export function ConversationPane({ conversationId, backTo }: Props) {
  const { data: conversation, error, refetch } = useConversation(conversationId);
  const [customerShown, setCustomerShown] = useState(false);
  const { open: onErase, dialog } = useEraseDialog(conversation?.customer, backTo);
  useViewing(conversationId);
  if (!conversation) {
    return (
      <main className={classes.missing}>
        {dialog}
        {error && (
          <>
            <Text role="alert">{missing(error)}</Text>
            <Button variant="default" size="xs" onClick={() => void refetch()}>
              Try again
            </Button>
            <Link href={backTo}>Back to the list</Link>
          </>
        )}
      </main>
    );
  }
  const { mergedIntoId } = conversation;
  if (mergedIntoId !== null) {
    return (
      <main className={classes.missing} aria-label="Conversation">
        {dialog}
        <MergedNotice conversation={conversation} intoId={mergedIntoId} backTo={backTo} />
      </main>
    );
  }
  return (
    <ShopActions customer={conversation.customer} conversationId={conversation.id}>
      <div className={classes.pane} data-shown={customerShown ? "customer" : "conversation"}>
        <main className={classes.conversation} aria-label="Conversation">
          <Opened conversation={conversation} backTo={backTo} onCustomer={() => setCustomerShown(true)} />
        </main>
        <CustomerPanel
          customerId={conversation.customer.id}
          conversationId={conversation.id}
          onBack={() => setCustomerShown(false)}
          onErase={onErase}
        />
        {dialog}
      </div>
    </ShopActions>
  );
}

function missing(error: unknown): string {
  return error instanceof Problem && error.status === 404 ? "This conversation does not exist." : sentence(error);
}

interface OpenedProps {
  conversation: Conversation;
  backTo: string;
  onCustomer: () => void;
}

function Opened({ conversation, backTo, onCustomer }: OpenedProps) {
  const { onSeen, keepUnread } = useReading(conversation);
  const [decision, setDecision] = useState<Decision | null>(null);
  const correct = useCallback(
    (what: MessageCorrection, message: Message) =>
      setDecision(what === "split" ? { what, from: message } : { what, message }),
    [],
  );
  return (
    <>
      <div>
        <ConversationHeader
          conversation={conversation}
          backTo={backTo}
          onCustomer={onCustomer}
          onUnread={keepUnread}
          onCorrect={(what) => setDecision(what === "split" ? { what, from: null } : { what })}
        />
        <CorrectionsBar conversationId={conversation.id} backTo={backTo} />
      </div>
      <ThreadAndComposer conversation={conversation} onSeen={onSeen} onCorrect={correct} />
      {decision && (
        <CorrectingDialogs
          conversation={conversation}
          decision={decision}
          backTo={backTo}
          onClose={() => setDecision(null)}
        />
      )}
    </>
  );
}
