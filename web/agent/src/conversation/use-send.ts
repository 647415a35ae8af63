import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { isRecord, Problem, sentence } from "../api/problem.ts";
import type { ConversationStep, Message } from "../api/types.ts";
import { peopleIn, type TypedRecipients } from "../sending/recipient-names.ts";
import { offerUndo } from "../sending/undo.ts";
import { showScheduled } from "../sending/use-scheduled.ts";
import { type Confirmation, doubted, withoutDone } from "../steps/pending.ts";
import { attemptFor, type Mode, newClientMessageId, type Unsent } from "./composer-store.ts";
import { showMessage } from "./use-messages.ts";
import type { MyDrafts } from "./use-my-drafts.ts";
import type { UnsentState } from "./use-unsent.ts";

export interface Outgoing {
  kind: Mode;
  body: string;
  /** The body with the tokens of those it names; absent: the same. */
  encoded?: string;
  draftId: string | null;
  attachmentIds: readonly string[];
  recipients: TypedRecipients | null;
  /** ISO 8601; null: now. */
  sendAt: string | null;
  /** Done with it, both or neither. */
  steps: readonly ConversationStep[];
  actions: readonly Confirmation[];
  /** The newest message the author had on screen. */
  lastSeenMessageId: string;
}

export interface Newer {
  id: string;
  kind: string;
  author: string;
  preview: string;
  at: string;
}

/** A reply the server held back because something came in that its author had not seen. */
export interface Stale {
  outgoing: Outgoing;
  newer: Newer[];
}

/** Sends a reply or note. Pressing twice, and trying again after a failure, makes one message. */
export function useSend(
  conversationId: string,
  { change, latest }: UnsentState,
  { quiet }: Pick<MyDrafts, "quiet">,
  onSent: (sent: Message) => void,
) {
  const client = useQueryClient();
  const busy = useRef(false);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [stale, setStale] = useState<Stale | null>(null);

  const send = async (outgoing: Outgoing, force = false): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    setSending(true);
    setProblem(null);
    setStale(null);
    const content = JSON.stringify([
      outgoing.kind,
      outgoing.body,
      outgoing.draftId,
      outgoing.recipients,
      outgoing.sendAt,
      outgoing.steps,
      outgoing.actions,
      ...outgoing.attachmentIds,
    ]);
    const attempt = attemptFor(latest().attempt, content, newClientMessageId);
    change({ attempt });
    try {
      // A draft saved after its text was sent would come back as unsent.
      await quiet();
      const message = await post(conversationId, outgoing, attempt.id, force);
      change({ attempt: null, ...withoutSent(latest(), outgoing) });
      if (outgoing.draftId) client.setQueryData(keys.draft(conversationId), null);
      if (message.state === "scheduled") {
        showScheduled(client, message);
        if (message.canUndo) offerUndo(message);
      } else showMessage(client, message);
      if (outgoing.actions.length > 0) void client.invalidateQueries({ queryKey: keys.actions });
      onSent(message);
    } catch (error) {
      change({ steps: doubted(latest().steps, error) });
      if (outgoing.actions.length > 0) void client.invalidateQueries({ queryKey: keys.actions });
      const newer = newerMessages(error);
      if (newer) setStale({ outgoing, newer });
      else setProblem(sentence(error));
      if (outgoing.draftId) void client.invalidateQueries({ queryKey: keys.draft(conversationId) });
    } finally {
      busy.current = false;
      setSending(false);
    }
  };

  const dismissStale = useCallback(() => setStale(null), []);
  /** A key pressed too early is answered, too. */
  const holdBack = (why = "Not sent: the conversation is still loading. Send again when you see it.") =>
    setProblem(why);
  return { send, holdBack, sending, problem, stale, dismissStale };
}

function post(conversationId: string, outgoing: Outgoing, clientMessageId: string, force: boolean): Promise<Message> {
  const params = { path: { conversationId } };
  const { kind, body, draftId, lastSeenMessageId } = outgoing;
  const files = outgoing.attachmentIds.length > 0 ? { attachmentIds: [...outgoing.attachmentIds] } : {};
  if (kind === "note") {
    const note = { body: outgoing.encoded ?? body, clientMessageId, ...files };
    return answer(api.POST("/v1/conversations/{conversationId}/notes", { params, body: note }));
  }
  const reply = {
    body,
    lastSeenMessageId,
    clientMessageId,
    ...files,
    ...(outgoing.steps.length > 0 && { steps: [...outgoing.steps] }),
    ...(outgoing.actions.length > 0 && { actions: [...outgoing.actions] }),
    ...(outgoing.sendAt && { sendAt: outgoing.sendAt }),
    ...(outgoing.recipients && named(outgoing.recipients)),
    ...(draftId ? { draftId } : {}),
    ...(force ? { force } : {}),
  };
  return answer(api.POST("/v1/conversations/{conversationId}/replies", { params, body: reply }));
}

function named({ to, cc, bcc }: TypedRecipients) {
  return { to: peopleIn(to), cc: peopleIn(cc), bcc: peopleIn(bcc) };
}

/** Clears the text that was sent, not one typed meanwhile. */
function withoutSent(unsent: Unsent, outgoing: Outgoing): Partial<Unsent> {
  const { kind, body, attachmentIds } = outgoing;
  const files = { ...unsent.files, [kind]: unsent.files[kind].filter(({ id }) => !attachmentIds.includes(id)) };
  const saved = { ...unsent.saved, [kind]: null };
  const steps = withoutDone(unsent.steps, outgoing);
  if (unsent[kind].trim() !== body) return { files, saved, steps };
  return kind === "note"
    ? { files, saved, note: "", named: {} }
    : { files, saved, steps, reply: "", draftId: null, recipients: null };
}

function newerMessages(error: unknown): Newer[] | null {
  if (!(error instanceof Problem) || error.status !== 409 || error.details.reason !== "newer_messages") return null;
  const { messages } = error.details;
  return Array.isArray(messages) ? messages.filter(isRecord).map(toNewer) : [];
}

function toNewer(message: Record<string, unknown>): Newer {
  const { id, kind, author, preview, at } = message;
  const text = (value: unknown) => String(value ?? "");
  return { id: text(id), kind: text(kind), author: text(author), preview: text(preview), at: text(at) };
}
