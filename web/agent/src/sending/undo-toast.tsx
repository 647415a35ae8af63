import { Button } from "@mantine/core";
import { useEffect } from "react";
import { useLocation } from "wouter";
import { sentence } from "../api/problem.ts";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { offerUndo, type Undoable, useUndoable } from "./undo.ts";
import classes from "./undo-toast.module.css";
import { useCancel } from "./use-scheduled.ts";
import { useSecondsLeft } from "./use-seconds-left.ts";

/** "Sent. Undo", for as long as it can be called back; `Z` does it, or Ctrl+Z where there is no text to undo. */
export function UndoToast() {
  const reply = useUndoable();
  return reply && <Offer key={reply.id} reply={reply} />;
}

function Offer({ reply }: { reply: Undoable }) {
  const seconds = useSecondsLeft(reply.sendAt);
  const [, go] = useLocation();
  const cancel = useCancel();
  const { isPending, error } = cancel;
  useEffect(() => {
    if (seconds === 0 && !isPending && !error) offerUndo(null);
  }, [seconds, isPending, error]);
  const undo = () => {
    if (isPending) return;
    cancel.mutate(reply, {
      onSuccess: () => {
        offerUndo(null);
        go(`/inbox/open/${reply.conversationId}`);
      },
    });
  };
  // It has seconds; a bulk action, which this key undoes as well, has days.
  useShortcuts({ Z: undo }, { first: true });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const field = event.target instanceof Element ? event.target.closest("input, textarea") : null;
      const isUndo = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
      const hasText = (field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement) && field.value !== "";
      if (!isUndo || hasText) return;
      event.preventDefault();
      undo();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  });
  return (
    <div className={classes.toast} role="status" aria-label="Sent">
      {error ? (
        <>
          <span>{sentence(error)}</span>
          <Button size="compact-sm" variant="default" onClick={() => offerUndo(null)}>
            Close
          </Button>
        </>
      ) : (
        <>
          <span>Sent. It goes out in {seconds} s</span>
          <Button size="compact-sm" variant="white" loading={isPending} onClick={undo}>
            Undo (Z)
          </Button>
        </>
      )}
    </div>
  );
}
