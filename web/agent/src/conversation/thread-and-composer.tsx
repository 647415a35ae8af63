import { type RefObject, useCallback, useEffect, useRef } from "react";
import { flushSync } from "react-dom";
import { useTimeline } from "../actions/use-timeline.tsx";
import type { Conversation, Draft, Message } from "../api/types.ts";
import { useCallEntries } from "../calls/use-call-entries.tsx";
import type { MessageCorrection } from "../corrections/message-menu.tsx";
import { withTokens } from "../mentions/mentions.ts";
import { useNameables } from "../mentions/use-nameables.ts";
import { useReadHere } from "../notifications/use-notifications.ts";
import { ScheduledList } from "../sending/scheduled-list.tsx";
import { useMay } from "../session/session.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { useApplySteps } from "../steps/use-apply-steps.ts";
import { usePendingSteps } from "../steps/use-pending-steps.ts";
import { AiStrip } from "./ai-strip.tsx";
import { Composer } from "./composer.tsx";
import type { Mode } from "./composer-store.ts";
import classes from "./conversation-pane.module.css";
import { HandedOver } from "./handed-over.tsx";
import { StaleReplyDialog } from "./stale-reply-dialog.tsx";
import { Thread } from "./thread.tsx";
import { useDraft } from "./use-automation.ts";
import { useLastSeen } from "./use-last-seen.ts";
import { useMessages } from "./use-messages.ts";
import { useMyDrafts } from "./use-my-drafts.ts";
import { useSend } from "./use-send.ts";
import { useThreadScroll } from "./use-thread-scroll.ts";
import { useUnsent } from "./use-unsent.ts";

interface Props {
  conversation: Conversation;
  /** The newest message was on screen. */
  onSeen: (messageId: string) => void;
  /** The same function at every turn: each message has it. */
  onCorrect: (what: MessageCorrection, message: Message) => void;
}

/** What was said, what the AI proposes, and what the agent answers. */
export function ThreadAndComposer({ conversation, onSeen, onCorrect }: Props) {
  const { id } = conversation;
  const mayWrite = useMay("conversations:write");
  const frame = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const messages = useMessages(id);
  const all = messages.data ?? [];
  const newestId = all.at(-1)?.id;
  const { atBottom, toBottom } = useThreadScroll(frame, content, all[0]?.id, newestId);
  const lastSeenId = useLastSeen(newestId, atBottom);
  useEffect(() => {
    if (lastSeenId) onSeen(lastSeenId);
  }, [lastSeenId, onSeen]);
  const state = useUnsent(id);
  const { unsent, change, latest } = state;
  // A call is not answered in writing.
  const isCall = conversation.channel === "voice";
  useEffect(() => {
    if (isCall && unsent.mode === "reply") change({ mode: "note" });
  }, [isCall, unsent.mode, change]);
  const draft = useDraft(id, conversation.hasDraft);
  const people = useNameables();
  useReadHere(id);
  const drafts = useMyDrafts(id, state, mayWrite);
  const sender = useSend(id, state, drafts, toBottom);
  const steps = usePendingSteps(id, state);
  const applier = useApplySteps(id, state, steps);

  const write = (mode: Mode) => {
    writeIn(field, () => change({ mode }));
  };
  useShortcuts(mayWrite ? { r: () => write(isCall ? "note" : "reply"), n: () => write("note") } : {});

  const reuse = useCallback(
    (text: string) => {
      writeIn(field, () => change({ mode: "reply", reply: below(latest().reply, text) }));
    },
    [change, latest],
  );
  const callEntry = useCallEntries(id, all);
  const timeline = useTimeline(id, messages, mayWrite ? reuse : null);
  const edit = (draft: Draft) => {
    writeIn(field, () => change({ mode: "reply", reply: below(unsent.reply, draft.body), draftId: draft.id }));
  };
  const sendWritten = (at: Date | null = null) => {
    const body = unsent[unsent.mode].trim();
    const isReply = unsent.mode === "reply";
    if (!body) return isReply && steps.rows.length > 0 ? void applier.apply(lastSeenId) : undefined;
    if (isReply && steps.obstacle) return sender.holdBack(steps.obstacle);
    if (!lastSeenId) return sender.holdBack();
    // A draft that was discarded or replaced meanwhile is no longer what is being sent.
    const current = draft === undefined || draft?.id === unsent.draftId;
    const draftId = unsent.mode === "reply" && current ? unsent.draftId : null;
    const attachmentIds = unsent.files[unsent.mode].map((file) => file.id);
    const how = { recipients: unsent.recipients, sendAt: at?.toISOString() ?? null };
    const encoded = unsent.mode === "note" ? withTokens(body, people, new Map(Object.entries(unsent.named))) : body;
    void sender.send({
      kind: unsent.mode,
      body,
      encoded,
      draftId,
      attachmentIds,
      ...(isReply ? steps.confirmed() : { steps: [], actions: [] }),
      ...how,
      lastSeenMessageId: lastSeenId,
    });
  };
  const sendDraft = ({ body, id: draftId, lastSeenMessageId }: Draft) =>
    void sender.send({
      kind: "reply",
      body,
      draftId,
      attachmentIds: [],
      steps: [],
      actions: [],
      recipients: null,
      sendAt: null,
      lastSeenMessageId,
    });

  return (
    <>
      <Thread
        messages={messages}
        frame={frame}
        content={content}
        unseen={atBottom ? 0 : after(all, lastSeenId)}
        onLatest={toBottom}
        onReuse={reuse}
        onCorrect={onCorrect}
        before={timeline.before}
        instead={callEntry}
        below={
          <>
            {timeline.after}
            <ScheduledList conversationId={id} lastSeenId={lastSeenId} mayWrite={mayWrite} />
          </>
        }
      />
      <div className={classes.bottom}>
        <HandedOver conversationId={id} />
        {!isCall && (
          <AiStrip
            conversationId={id}
            hasDraft={conversation.hasDraft}
            newestMessageId={all.findLast(({ kind }) => kind !== "note")?.id}
            editedDraftId={unsent.draftId}
            mayWrite={mayWrite}
            sending={sender.sending}
            onEdit={edit}
            onSend={sendDraft}
          />
        )}
        {mayWrite ? (
          <Composer
            conversationId={id}
            channel={conversation.channel}
            isCall={isCall}
            customerName={conversation.customer.name || "the customer"}
            closed={conversation.status === "closed"}
            state={state}
            drafts={drafts}
            steps={steps}
            sending={sender.sending || applier.applying}
            problem={sender.problem ?? applier.problem}
            field={field}
            onSend={sendWritten}
            onApply={() => void applier.apply(lastSeenId)}
            onLeave={() => frame.current?.focus()}
          />
        ) : (
          <span className={classes.readonly}>Your role can read conversations, not answer them.</span>
        )}
      </div>
      <StaleReplyDialog
        stale={sender.stale}
        onReview={() => {
          sender.dismissStale();
          toBottom();
        }}
        onSendAnyway={({ outgoing }) => void sender.send(outgoing, true)}
      />
    </>
  );
}

/** Focuses the composer at its end, at once: the next key already belongs to the text, not to a shortcut. */
function writeIn(field: RefObject<HTMLTextAreaElement | null>, change: () => void): void {
  flushSync(change);
  const element = field.current;
  element?.focus();
  element?.setSelectionRange(element.value.length, element.value.length);
}

/** Nothing an agent has typed is lost when other text comes into the composer. */
function below(written: string, text: string): string {
  return written.trim() === "" ? text : `${written.trimEnd()}\n\n${text}`;
}

function after(messages: readonly Message[], id: string | null): number {
  const index = messages.findIndex((message) => message.id === id);
  return index < 0 ? 0 : messages.length - 1 - index;
}
